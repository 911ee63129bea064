import { beforeEach, expect, it } from "vitest";
import { makeApp, makeGeneration, makeReload, makeTenant } from "@/db/factories";
import type { Platform } from "@/server/platform/port";
import { listReloads, reloadLog, reloadOverview, reloadReport } from "@/server/reloads";
import type { Context } from "@/server/shared/context";
import { tenantFacts } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { appOverview, getApp } from ".";

const WHOLE = 4321;
const PART = 7;
const model = (rows: number, restricted?: boolean) => ({
  tables: [{ name: "Lines", rows, fields: ["Sales"] }],
  ...{ fields: [], associations: [], loops: [], syntheticKeys: [] },
  ...(restricted ? { restricted } : {}),
});

let operators: Context;
let tenantId: string;
let app: string;
let reload: string;

beforeEach(async () => {
  const platform = { id: "built-in", model: async () => model(PART, true) } as unknown as Platform;
  operators = as(await testServices({ platform: () => platform }), operator());
  const { store } = operators;
  tenantId = (await makeTenant(store, { name: "Aurora" })).id;
  app = (await makeApp(store, { tenantId })).id;
});

/** Publishes a generation of 4,321 rows, with its reload and a line of its log. */
async function publish(restricted: boolean): Promise<void> {
  const { store } = operators;
  const progress = { statement: 1, statements: 1, rows: WHOLE, bytes: WHOLE, tables: [] };
  const generation = await makeGeneration(store, {
    ...{ tenantId, appId: app, rows: WHOLE, bytes: WHOLE, model: model(WHOLE, restricted) },
  });
  const made = await makeReload(store, {
    ...{ tenantId, appId: app, state: "succeeded", generationId: generation.id, progress },
  });
  reload = made.id;
  const { apps, reloadLog: log } = store.tables;
  const line = { tenantId, reloadId: reload, at: new Date(), source: "script", level: "info" as const };
  await store.tx((db) => db.update(apps).set({ publishedGenerationId: generation.id }));
  await store.tx((db) =>
    db.insert(log).values([
      { ...line, message: `Lines: ${WHOLE} rows` },
      { ...line, level: "warn", message: "A table has no key." },
    ]),
  );
}

/** All that lists, pages and reports tell somebody of the app's size, as text. */
async function told(ctx: Context): Promise<string> {
  const mayReload = ctx.actor.type === "user" && ctx.actor.memberships.every((m) => m.role !== "viewer");
  const parts = [
    appOverview(ctx, { tenantId }),
    getApp(ctx, { id: app }),
    tenantFacts(ctx, { ids: [tenantId] }),
    ...(mayReload
      ? [
          reloadReport(ctx, { id: reload }),
          listReloads(ctx, { appId: app }),
          reloadOverview(ctx, { appId: app }),
          reloadLog(ctx, { id: reload }),
        ]
      : []),
  ];
  return JSON.stringify(await Promise.all(parts));
}

it.each(["viewer", "author"] as const)(
  "with section access a %s is told nowhere how much data there is in all",
  async (role) => {
    await publish(true);
    const member = as(operators, memberOf(tenantId, role));
    expect(await told(member)).not.toContain(String(WHOLE));
    expect((await getApp(member, { id: app })).published).toMatchObject({ rows: PART, bytes: null });
    expect((await tenantFacts(member, { ids: [tenantId] }))[0]).toMatchObject({ rows: null });
    if (role === "author") expect(await told(member)).toContain("A table has no key.");
  },
);

it("an admin, who puts people into groups, sees the figures of reloads, and of the app what is theirs", async () => {
  await publish(true);
  const admin = as(operators, memberOf(tenantId, "admin"));
  expect((await reloadReport(admin, { id: reload })).made).toMatchObject({ rows: WHOLE });
  expect((await reloadLog(admin, { id: reload })).map((l) => l.message)).toContain(`Lines: ${WHOLE} rows`);
  expect((await getApp(admin, { id: app })).published).toMatchObject({ rows: PART });
  expect((await appOverview(admin, { tenantId })).items[0]).toMatchObject({ rows: null });
});

it("operators, and everybody where there is no section access, are told all of it", async () => {
  await publish(true);
  expect((await appOverview(operators, { tenantId })).items[0]).toMatchObject({ rows: WHOLE });
  expect((await reloadReport(operators, { id: reload })).made).toMatchObject({ rows: WHOLE });
  await publish(false);
  const author = as(operators, memberOf(tenantId, "author"));
  expect((await appOverview(author, { tenantId })).items[0]).toMatchObject({ rows: WHOLE });
  expect((await reloadReport(author, { id: reload })).made).toMatchObject({ rows: WHOLE, bytes: WHOLE });
  expect((await tenantFacts(author, { ids: [tenantId] }))[0]).toMatchObject({ rows: WHOLE });
});
