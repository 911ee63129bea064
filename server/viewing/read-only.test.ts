import { beforeAll, describe, expect, test } from "vitest";
import { handleRest } from "@/server/api/rest/handler";
import { restRoutes } from "@/server/api/rest/routes";
import { appRouter } from "@/server/api/root";
import { makePortal, PORTAL, type TestPortal } from "./testing";

const typeOf = (procedure: unknown) => (procedure as { _def: { type: string } })._def.type;

/** Everything of the router and the route table that changes something, asked for in a view of a tenant's admin. */
const mutations = Object.entries(appRouter._def.procedures)
  .filter(([, procedure]) => typeOf(procedure) === "mutation")
  .map(([path]) => path)
  .filter((path) => !path.startsWith("viewing."));
const operations = restRoutes.filter((route) => route.method !== "GET" && !route.public);

let portal: TestPortal;
let cookie: string;
beforeAll(async () => {
  portal = await makePortal();
  cookie = (await portal.signInOperator("owner")).cookie;
  await portal.start(cookie);
});

describe("a view changes nothing", () => {
  test.each(mutations)("%s is refused", async (path) => {
    expect(await portal.refusal(cookie, path)).toMatch(/^viewing\.(read_only|own)$/);
  });

  test.each(operations.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "%s is refused, unless it only asks",
    async (_name, { method, path, asks }) => {
      const headers = { cookie, "x-tenantry-session": "1", "sec-fetch-site": "same-origin" };
      const address = `${PORTAL}/api/v1${path.replaceAll(/\{\w+\}/g, "x")}`;
      const request = new Request(address, { method, headers, body: "{}" });
      const { code } = (await (await handleRest(portal.services, request)).json()) as { code?: string };
      expect(code).toMatch(asks ? /^(app\.not_found|input\.invalid)$/ : /^viewing\.read_only$/);
    },
  );

  test("its store refuses every write, raised those that are the person's own, whoever asks", async () => {
    const { services, signInOperator, context, start, raise } = portal;
    const { cookie: own } = await signInOperator("owner");
    await start(own);
    const { ctx } = await context(own);
    await expect(ctx?.store.tx(async () => 1)).rejects.toMatchObject({ code: "viewing.read_only" });
    await raise(own);
    const raised = (await context(own)).ctx?.store;
    const t = services.store.tables;
    const refused = { code: "viewing.own" };
    const ways = [t.users, t.sessions, t.secondFactors, t.passwordResets, t.invitations, t.apiKeys];
    for (const table of [...ways, t.bookmarks, t.bookmarkDefaults, t.preferences]) {
      await expect(raised?.tx(async (db) => db.delete(table))).rejects.toMatchObject(refused);
      await expect(raised?.tx(async (db) => db.update(table))).rejects.toMatchObject(refused);
      await expect(raised?.tx(async (db) => db.insert(table))).rejects.toMatchObject(refused);
    }
    expect(await raised?.tx(async (db) => db.select().from(t.members))).toHaveLength(1);
  });
});

describe("raised, what is somebody's own stays theirs", () => {
  const OWN =
    /^(account|apiKeys|invitations|notifications|passwordResets)\.|^members\.(invite|resend|revoke|import)$/;

  test.each(mutations.filter((path) => OWN.test(path)))("%s is refused", async (path) => {
    const { cookie: own } = await portal.signInOperator("owner");
    await portal.start(own);
    await portal.raise(own);
    const input = path === "apiKeys.revoke" ? { id: "key_x" } : { name: "x" };
    expect(await portal.refusal(own, path, input)).toMatch(/^(viewing\.own|auth\.forbidden)$/);
  });
});
