import { describe, expect, test } from "vitest";
import { makeLocalToken } from "@/server/api/local-token";
import { createApiKey, revokeApiKey } from "@/server/api-keys";
import { createTenant } from "@/server/tenants";
import { as, operator, testServices } from "@/server/testing/context";
import { handleRest } from "./handler";

async function portal() {
  const services = await testServices();
  const ctx = as(services, operator());
  const { key, id } = await createApiKey(ctx, { name: "test" });
  const send = (
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string>; key?: string | null } = {},
  ) =>
    handleRest(
      services,
      new Request(`http://portal.test/api/v1${path}`, {
        method,
        headers: {
          ...(options.key === null ? {} : { authorization: `Bearer ${options.key ?? key}` }),
          ...options.headers,
        },
        body:
          options.body === undefined
            ? undefined
            : typeof options.body === "string"
              ? options.body
              : JSON.stringify(options.body),
      }),
    );
  return { services, ctx, key, id, send };
}

const acme = { slug: "acme", name: "Acme", plan: "growth@1" };

describe("problems (RFC 9457)", () => {
  test.each([
    ["no key", { key: null }, 401, "auth.key"],
    ["a wrong key", { key: "tnt_0000000000000000000000000000" }, 401, "auth.key"],
  ] as const)("%s", async (_name, options, status, code) => {
    const { send } = await portal();
    const response = await send("GET", "/tenants", options);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code,
      status,
      requestId: response.headers.get("x-request-id"),
    });
  });

  test("an unknown address and a wrong method say so", async () => {
    const { send } = await portal();
    expect((await send("GET", "/nothing")).status).toBe(404);
    expect(await (await send("PUT", "/tenants")).json()).toMatchObject({ code: "route.method" });
  });

  test.each(["%E0%A4%A", "..%2F..%2Fetc", "%00", "x".repeat(5000), "ten_1' or 1=1"])(
    "an id like %s names nothing",
    async (id) => {
      const { send } = await portal();
      expect([404, 422]).toContain((await send("GET", `/tenants/${id}`)).status);
    },
  );

  test("a wrong field is named", async () => {
    const { send } = await portal();
    const response = await send("GET", "/tenants?limit=0");
    expect(response.status).toBe(422);
    expect((await response.json()).issues[0].path).toBe("limit");
  });

  test("a body that is no JSON is refused, and a revoked key too", async () => {
    const { send, ctx, id } = await portal();
    const tenant = await createTenant(ctx, acme);
    expect((await send("PATCH", `/tenants/${tenant.id}`, { body: "{" })).status).toBe(400);
    await revokeApiKey(ctx, { id });
    expect((await send("GET", "/tenants")).status).toBe(401);
  });
});

describe("keys of one tenant", () => {
  test("see that tenant and nothing else, and cannot make keys", async () => {
    const { services, ctx, send } = await portal();
    const mine = await createTenant(ctx, acme);
    const other = await createTenant(ctx, { ...acme, slug: "other" });
    const { key } = await createApiKey(ctx, { name: "mine", tenantId: mine.id });
    const list = await (await send("GET", "/tenants", { key })).json();
    expect(list.items.map((t: { id: string }) => t.id)).toEqual([mine.id]);
    expect((await send("GET", `/tenants/${mine.id}`, { key })).status).toBe(200);
    expect((await send("GET", `/tenants/${other.id}`, { key })).status).toBe(404);
    expect((await send("POST", "/api-keys", { key, body: { name: "more" } })).status).toBe(403);
    expect(services).toBeDefined();
  });

  test("a key never gets more than its maker has, and no key makes keys or people", async () => {
    const { services, ctx } = await portal();
    await expect(
      createApiKey(as(services, operator("admin")), { name: "x", scopes: ["users:write"] }),
    ).rejects.toMatchObject({ code: "api-keys.scope" });
    const all = await createApiKey(ctx, { name: "all" });
    for (const never of ["api-keys:write", "users:write", "settings:write"])
      expect(all.scopes).not.toContain(never);
  });
});

describe("the local admin token", () => {
  test("opens what only the command line may do; an API key does not", async () => {
    const { services, send } = await portal();
    const token = makeLocalToken(services.dataFolder);
    expect(
      (await send("POST", "/owners", { key: token, body: { email: "second@example.com" } })).status,
    ).toBe(201);
    expect((await send("POST", "/owners", { body: { email: "third@example.com" } })).status).toBe(403);
  });
});

describe("Idempotency-Key (R3)", () => {
  test("50 times in parallel is once; the rest is told to wait or gets the same answer; another body is refused", async () => {
    const { services, send } = await portal();
    const token = makeLocalToken(services.dataFolder);
    const headers = { "idempotency-key": "one" };
    const body = { email: "once@example.com" };
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => send("POST", "/owners", { key: token, headers, body })),
    );
    const statuses = answers.map((a) => a.status);
    expect(statuses.every((s) => s === 201 || s === 409)).toBe(true);
    const done = await Promise.all(answers.filter((a) => a.status === 201).map((a) => a.json()));
    expect(new Set(done.map((d) => d.id)).size).toBe(1);
    for (const a of answers.filter((x) => x.status === 409)) expect(a.headers.get("retry-after")).toBe("1");
    const replay = await send("POST", "/owners", { key: token, headers, body });
    expect(replay.headers.get("idempotent-replay")).toBe("true");
    expect((await replay.json()).id).toBe(done[0].id);
    expect(
      (await send("POST", "/owners", { key: token, headers, body: { email: "two@example.com" } })).status,
    ).toBe(422);
    const { users } = services.store.tables;
    expect(await services.store.read.select().from(users)).toHaveLength(1);
  });
});

test("the OpenAPI document names every route with its schemas", async () => {
  const { send } = await portal();
  const document = await (await send("GET", "/openapi.json", { key: null })).json();
  expect(document.openapi).toBe("3.1.0");
  expect(
    document.paths["/tenants/{id}"].patch.requestBody.content["application/json"].schema.properties.name,
  ).toBeDefined();
});
