import { generateKeyPairSync } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { makeApp, makeTenant } from "@/db/factories";
import { addKey, addOrigin, addresses, removeOrigin } from "@/server/embeds";
import { createGroup, setGrants } from "@/server/members";
import type { Asker, Batch } from "@/server/platform/model";
import type { Platform } from "@/server/platform/port";
import type { Services } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { handleEmbed } from "./handler";
import { listenForEmbeds } from "./listener";

/** S5, the server's side: who may frame an embed, and what an embed may ask. */

const HOST = "https://office.example.com";
const { embed, portal } = addresses();
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });

let services: Services;
let tenant: string;
let app: string;
let other: string;
let kid: string;
const asked: { app: string; signal: AbortSignal | undefined; asker?: Asker }[] = [];
let hang = false;

const platform = {
  id: "built-in",
  ask: (_tenant: unknown, id: string, _batch: Batch, signal?: AbortSignal, asker?: Asker) => {
    asked.push({ app: id, signal, asker });
    if (!hang)
      return Promise.resolve({ generation: "gen_1", answers: {}, fields: { X: `${"x".repeat(4000)}` } });
    return new Promise((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  },
} as unknown as Platform;

beforeAll(async () => {
  services = await testServices({ platform: () => platform });
  const ctx = as(services, operator());
  tenant = (await makeTenant(services.store, { state: "active" })).id;
  app = (await makeApp(services.store, { tenantId: tenant, publishedGenerationId: "gen_1" })).id;
  const stranger = (await makeTenant(services.store, { state: "active" })).id;
  other = (await makeApp(services.store, { tenantId: stranger, publishedGenerationId: "gen_2" })).id;
  await addOrigin(ctx, { tenantId: tenant, origin: HOST });
  kid = (
    await addKey(ctx, { tenantId: tenant, name: "k", publicJwk: { ...(await exportJWK(pair.publicKey)) } })
  ).id;
});

const at = (path: string, init: RequestInit = {}) =>
  handleEmbed(services, new Request(`http://embed.local${path}`, init));

async function exchanged(subject = "u", groups: string[] = [], wish: object = {}) {
  const token = await new SignJWT({ tenant, groups })
    .setProtectedHeader({ alg: "RS256", typ: "tenantry-embed+jwt", kid })
    .setIssuer(HOST)
    .setAudience(embed)
    .setSubject(subject)
    .setJti(Math.random().toString(36))
    .setIssuedAt()
    .setExpirationTime("50s")
    .sign(pair.privateKey);
  const response = await at("/api/embed/session", {
    method: "POST",
    headers: { origin: embed, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ app, token, origin: HOST, ...wish }),
  });
  return (await response.json()) as { session: string; dashboard?: unknown };
}

const session = async (subject?: string, groups?: string[]) => (await exchanged(subject, groups)).session;

const ask = (held: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  at("/api/embed/ask", {
    method: "POST",
    headers: { origin: embed, authorization: `Bearer ${held}`, "x-tenantry-page": HOST, ...headers },
    body: JSON.stringify({ questions: { a: { kind: "values", field: "X" } } }),
    ...(signal ? { signal } : {}),
  });

const ancestors = (response: Response) =>
  /frame-ancestors ([^;]+)/.exec(response.headers.get("content-security-policy") ?? "")?.[1];

describe("S5: framing", () => {
  test("exactly the tenant's origins and the portal's may frame an app", async () => {
    const ctx = as(services, operator());
    expect(ancestors(await at(`/embed/${app}`))).toBe(`${portal} ${HOST}`);
    const { id } = await addOrigin(ctx, { tenantId: tenant, origin: "http://127.0.0.1:5000" });
    expect(ancestors(await at(`/embed/${app}`))).toBe(`${portal} ${HOST} http://127.0.0.1:5000`);
    await removeOrigin(ctx, { id });
    expect(ancestors(await at(`/embed/${app}`))).toBe(`${portal} ${HOST}`);
  });

  test("an unknown id is answered like an app without origins, byte for byte", async () => {
    const plain = async (id: string) => {
      const response = await at(`/embed/${id}`);
      return { status: response.status, headers: [...response.headers], body: await response.text() };
    };
    expect(await plain("app_unknown")).toEqual(await plain(other));
    expect((await plain(app)).body).toBe((await plain(other)).body);
  });

  test("nothing but the document may be framed, and nothing sets a cookie or may be kept", async () => {
    const held = await session();
    for (const response of [
      await at("/embed/"),
      await at("/api/embed/session"),
      await ask(held),
      await ask("x"),
    ]) {
      expect(ancestors(response)).toBe("'none'");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("set-cookie")).toBeNull();
    }
  });

  test("the portal's addresses are not here", async () => {
    for (const path of [
      "/",
      "/tenants",
      "/api/v1/tenants",
      "/api/trpc/tenants.list",
      "/embed/a/b",
      "/embed/../x",
    ])
      expect((await at(path)).status).toBe(404);
    for (const path of [
      "/embed/assets/..%2fmanifest.json",
      "/embed/assets/manifest.json",
      "/embed/assets/__proto__",
    ])
      expect((await at(path)).status).toBe(404);
  });

  test("the element's script may be loaded by every page", async () => {
    const response = await at("/embed/tenantry.js", { headers: { "accept-encoding": "gzip" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(response.headers.get("content-encoding")).toBe("gzip");
  });
});

describe("S5: asking", () => {
  test("asks the session's app, whatever else the request says", async () => {
    const response = await ask(await session(), { "x-tenant-id": "ten_other", "accept-encoding": "gzip" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(asked.at(-1)?.app).toBe(app);
  });

  test("the document comes with the session where it is wished; where there is none the session is good all the same", async () => {
    expect(await exchanged()).not.toHaveProperty("dashboard");
    const { session: held, dashboard } = await exchanged("u", [], { dashboard: true });
    const asked = await at("/api/embed/dashboard", {
      headers: { authorization: `Bearer ${held}`, "x-tenantry-page": HOST, "sec-fetch-site": "same-origin" },
    });
    expect(dashboard).toEqual(asked.status === 200 ? await asked.json() : null);
    expect((await ask(held)).status).toBe(200);
  });

  test("a frame that opens has its data opened while its script is read; a session that is renewed has not", async () => {
    const before = asked.length;
    await exchanged("ann", ["North"]);
    await exchanged("ann", ["North"], { dashboard: true });
    await expect.poll(() => asked.length).toBe(before + 1);
    expect(asked.at(-1)).toMatchObject({ app, asker: { user: "ann", groups: ["North"] } });
  });

  test("answers as the token's claims say, whatever the request says of the reader", async () => {
    const claims: [string, string[], Asker][] = [
      ["ann", ["North"], { user: "ann", groups: ["North"] }],
      ["a@b.c", [], { user: "a@b.c", email: "a@b.c", groups: [] }],
      ["user:usr_owner", ["TENANTRY\\OPERATORS"], { user: "user:usr_owner", groups: [] }],
      ["*", ["*", "' OR 1=1 --"], { user: "*", groups: ["*", "' OR 1=1 --"] }],
    ];
    for (const [subject, groups, asker] of claims) {
      const held = await session(subject, groups);
      const response = await at("/api/embed/ask", {
        method: "POST",
        headers: { origin: embed, authorization: `Bearer ${held}`, "x-tenantry-page": HOST },
        body: JSON.stringify({ questions: {} }),
      });
      expect(response.status).toBe(200);
      expect(asked.at(-1)?.asker).toEqual(asker);
    }
    const forged = await at("/api/embed/ask", {
      method: "POST",
      headers: { origin: embed, authorization: `Bearer ${await session()}`, "x-tenantry-page": HOST },
      body: JSON.stringify({ questions: {}, asker: { user: "ann", groups: ["North"] } }),
    });
    expect([200, 422]).toContain(forged.status);
    expect(asked.at(-1)?.asker?.user).not.toBe("ann");
  });

  test("a file is for the session's reader only, and says in a line why there is none", async () => {
    const wish = (held: string, headers: Record<string, string> = {}) =>
      at("/api/embed/export", {
        method: "POST",
        headers: { origin: embed, authorization: `Bearer ${held}`, "x-tenantry-page": HOST, ...headers },
        body: JSON.stringify({ kind: "pdf", sheet: "gone" }),
      });
    const held = await session();
    expect((await wish("tes_nobody")).status).toBe(401);
    expect((await wish(held, { origin: HOST })).status).toBe(403);
    expect((await wish(held, { "x-tenantry-page": "https://evil.example" })).status).toBe(401);
    const answered = await wish(held);
    expect(answered.headers.get("content-type")).toBe("application/x-ndjson");
    expect(JSON.parse(await answered.text())).toMatchObject({ type: "failed", code: "apps.no_data" });
  });

  test("from other sites, other pages, or without a session nothing is answered", async () => {
    const held = await session();
    const foreign = [
      await ask(held, { origin: HOST }),
      await ask(held, { origin: "null" }),
      await ask(held, { "sec-fetch-site": "cross-site" }),
      await ask(held, { "sec-fetch-site": "same-site" }),
      await ask(held, { "x-tenantry-page": "https://evil.example" }),
      await ask(held, { authorization: "" }),
      await ask(held, { authorization: "", cookie: `session=${held}` }),
      await at("/api/embed/dashboard", { headers: { authorization: `Bearer ${held}` } }),
      await at("/api/embed/session", { method: "POST", body: "{}" }),
    ];
    for (const response of foreign) expect([401, 403]).toContain(response.status);
    for (const response of foreign) expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect((await ask(held)).status).toBe(200);
  });

  test("a click whose reader went away is stopped in the engine", async () => {
    const held = await session();
    hang = true;
    const gone = new AbortController();
    const before = asked.length;
    const answer = ask(held, {}, gone.signal);
    await expect.poll(() => asked.length).toBe(before + 1);
    gone.abort();
    expect((await answer).status).toBe(499);
    expect(asked.at(-1)?.signal?.aborted).toBe(true);
    hang = false;
  });
});

describe("the listener", () => {
  test("passes no cookie on, and tells the engine when the socket closes", async () => {
    const held = await session();
    const free = await listenForEmbeds(services, { host: "127.0.0.1", embedPort: 0 });
    const { port } = free.address as AddressInfo;
    hang = true;
    const before = asked.length;
    const sent = request({
      port,
      host: "127.0.0.1",
      path: "/api/embed/ask",
      method: "POST",
      headers: { origin: embed, authorization: `Bearer ${held}`, "x-tenantry-page": HOST, cookie: "a=b" },
    });
    sent.on("error", () => undefined);
    sent.end(JSON.stringify({ questions: { a: { kind: "values", field: "X" } } }));
    await expect.poll(() => asked.length).toBe(before + 1);
    sent.destroy();
    await expect.poll(() => asked.at(-1)?.signal?.aborted).toBe(true);
    hang = false;
    const taken = await listenForEmbeds(services, { host: "127.0.0.1", embedPort: port });
    expect(taken.problem).toMatch(`port ${port} is taken`);
    await taken.close();
    await free.close();
  });
});

test("a group that no longer opens the app ends its open sessions at the next question", async () => {
  const ctx = as(services, operator());
  const group = async (name: string) => (await createGroup(ctx, { tenantId: tenant, name })).id;
  const [sales, others] = [await group("sales"), await group("others")];
  await setGrants(ctx, { appId: app, groups: [sales, others] });
  const held = await session("ana", ["sales"]);
  expect((await ask(held)).status).toBe(200);
  await setGrants(ctx, { appId: app, groups: [others] });
  const shut = await ask(held);
  expect([shut.status, await shut.text()]).toEqual([404, expect.stringContaining("app.not_found")]);
  expect(await session("ana", ["sales"])).toBeUndefined();
  await setGrants(ctx, { appId: app, groups: [] });
  expect((await ask(held)).status).toBe(200);
});
