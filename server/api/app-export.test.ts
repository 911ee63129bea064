import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { makeApp, makeMember, makeTenant, makeUser } from "@/db/factories";
import { SESSION_COOKIE, sessionSecret } from "@/server/auth/session-cookie";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { testServices } from "@/server/testing/context";
import { handleAppExport } from "./app-export";

const URL_ = "http://portal.test";

let services: Services;
let app: string;
let own: string;
let others: string;

async function personIn(tenantId: string): Promise<string> {
  const { store } = services;
  const user = await makeUser(store);
  await makeMember(store, { tenantId, userId: user.id, email: user.email, role: "viewer" });
  const sid = newId("session");
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const { sessions } = store.tables;
  await store.tx((db) => db.insert(sessions).values({ id: sid, userId: user.id, createdAt, expiresAt }));
  return `${SESSION_COOKIE}=${await encode({ token: { sid }, secret: sessionSecret(services) })}`;
}

beforeAll(async () => {
  services = await testServices();
  const [tenant, other] = [await makeTenant(services.store), await makeTenant(services.store)];
  app = (await makeApp(services.store, { tenantId: tenant.id })).id;
  own = await personIn(tenant.id);
  others = await personIn(other.id);
});

function wish(
  cookie: string | null,
  { id = app, body = '{"kind":"xlsx","sheet":"one"}', site = "same-origin" } = {},
) {
  const headers = { "sec-fetch-site": site, origin: URL_, ...(cookie ? { cookie } : {}) };
  const request = new Request(`${URL_}/api/apps/${id}/export`, { method: "POST", headers, body });
  return handleAppExport(services, request, { id, url: URL_ });
}

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe("S1: files of dashboards for the portal's pages", () => {
  test("nobody gets one without a session, from another site, or of another tenant's app", async () => {
    expect((await wish(null)).status).toBe(401);
    expect((await wish(own, { site: "cross-site" })).status).toBe(403);
    const [theirs, unknown] = [await wish(others), await wish(others, { id: "app_unknown" })];
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    expect(await codeOf(theirs)).toBe(await codeOf(unknown));
  });

  test("a wish that is none is refused, and a file that cannot be made says why on its last line", async () => {
    const refused = await wish(own, { body: '{"kind":"exe","sheet":"one"}' });
    expect([refused.status, await codeOf(refused)]).toEqual([422, "input.invalid"]);
    const answer = await wish(own);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    const lines = (await answer.text()).trim().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ type: "failed", message: expect.any(String) });
  });
});
