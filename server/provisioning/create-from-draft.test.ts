import { afterEach, describe, expect, test } from "vitest";
import { listConnections } from "@/server/connections";
import { draftFile, getDraft, putDraftConnection, saveDraft, startDraft } from "@/server/drafts";
import { getRun, listRuns } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { getTenantRow } from "@/server/tenants";
import { applyTenants, createFromDraft, type DesiredTenant, differences } from ".";
import { createWorld, type World } from "./simulation/world";

const SECRET = "s3cret-value-nobody-may-see";
let world: World;
let ctx: Context;
afterEach(() => world.close());

/** The world with a source that has exactly the table the simulated templates read. */
async function begin(seed: number) {
  world = await createWorld(seed);
  const { dialects } = await import("@/server/platform/dialects");
  const columns = ["id", "country", "amount"].map((name) => ({
    name,
    type: name === "country" ? "VARCHAR" : "DOUBLE",
    sourceType: "",
    nullable: true,
  }));
  const session = {
    dialect: dialects.sqlite,
    tables: async () => [{ name: "orders", kind: "table" as const, rows: 10 }],
    columns: async () => columns,
    sample: async () => ({ columns: [], rows: [] }),
    select: async () => ({ columns: [], rows: [] }),
    close: async () => undefined,
  };
  const { tools } = world.services;
  const connectionTester = {
    ...tools.connectionTester,
    test: async () => ({ ok: true as const, version: "1", tables: 1, ms: 1, warnings: [] }),
  };
  ctx = {
    ...world.ctx,
    tools: { ...tools, connectionTester, schemaBrowser: { forms: () => [], open: async () => session } },
  };
}

async function finishedDraft() {
  const { testConnection } = await import("@/server/connections");
  const details = {
    name: "Acme",
    slug: "acme",
    plan: "growth@1",
    region: "eu",
    language: "de",
    color: "#86245f",
  };
  const { id } = await startDraft(ctx, { data: { details } });
  const connection = await putDraftConnection(ctx, {
    id,
    name: "shop",
    kind: "sqlite",
    properties: { path: "a.db" },
    secret: SECRET,
  });
  await putDraftConnection(ctx, { id, name: "left over", kind: "sqlite", properties: {}, secret: SECRET });
  await testConnection(ctx, { id: connection.id }, ctx.tools.connectionTester);
  const where = [{ column: "country", op: "in" as const, value: ["DE", "AT"] }];
  await saveDraft(ctx, {
    id,
    data: {
      apps: [
        {
          template: "sales@1.0.0",
          connections: { shop: "shop" },
          parameters: { currency: "CHF" },
          tables: { orders: { where } },
        },
      ],
      people: {
        admin: { name: "Ida Solberg", email: "Ida@acme.example" },
        others: [{ name: "Bo", email: "bo@acme.example", role: "viewer", groups: ["Sales"] }],
        groups: ["Sales", "Board"],
      },
    },
  });
  return id;
}

const desiredOf = async (id: string) => (await getTenantRow(ctx, id)).desired as unknown as DesiredTenant;

describe("creating from a draft", () => {
  test("is what tenants apply does: the tenant is active, its secret kept, what was left over gone", async () => {
    await begin(1);
    const id = await finishedDraft();
    const { run, tenant } = await createFromDraft(ctx, { id });
    expect(tenant).toBe(id);
    await world.clock.run(world.services.workflows.wait(run));
    expect(await getRun(ctx, { id: run })).toMatchObject({ state: "succeeded", result: "created" });
    expect(await getTenantRow(ctx, id)).toMatchObject({ state: "active", slug: "acme", lastRunId: run });
    expect((await listConnections(ctx, { tenantId: id })).items).toMatchObject([
      { name: "shop", hasSecret: true },
    ]);
    expect(await getDraft(ctx, { id })).toMatchObject({ state: "active", run });
  });

  test("twice at once, and again later, is one run", async () => {
    await begin(2);
    const id = await finishedDraft();
    const both = await Promise.all([createFromDraft(ctx, { id }), createFromDraft(ctx, { id })]);
    const runs = [...both, await createFromDraft(ctx, { id })].map((r) => r.run);
    expect(new Set(runs).size).toBe(1);
    await world.clock.run(world.services.workflows.wait(runs[0] ?? ""));
    expect((await createFromDraft(ctx, { id })).run).toBe(runs[0]);
    expect((await listRuns(ctx, { tenantId: id })).items.filter((r) => r.kind === "provision")).toHaveLength(
      1,
    );
  });

  test("the tenants file of the review says the same: applied, it changes nothing", async () => {
    await begin(3);
    const id = await finishedDraft();
    const { text, variables } = await draftFile(ctx, { id });
    expect(text).not.toContain(SECRET);
    const { run } = await createFromDraft(ctx, { id });
    await world.clock.run(world.services.workflows.wait(run));
    const before = await desiredOf(id);
    const secrets = Object.fromEntries(variables.map((v) => [v, SECRET]));
    const { tenants } = await applyTenants(ctx, { file: text, secrets });
    expect(tenants[0]?.tenant).toBe(id);
    await world.clock.run(world.services.workflows.wait(tenants[0]?.run ?? ""));
    expect(await getRun(ctx, { id: tenants[0]?.run ?? "" })).toMatchObject({ result: "unchanged" });
    expect(differences(before, await desiredOf(id))).toEqual([]);
  });

  test("an unfinished draft starts nothing and names each field", async () => {
    await begin(4);
    const { id } = await startDraft(ctx, { data: { details: { name: "Acme" } } });
    await expect(createFromDraft(ctx, { id })).rejects.toMatchObject({
      code: "drafts.unfinished",
      options: { issues: expect.arrayContaining([{ path: "people.admin.email", message: "is needed" }]) },
    });
    expect((await listRuns(ctx, { tenantId: id })).items).toEqual([]);
  });

  test("a source that lacks a column starts nothing and says which", async () => {
    await begin(5);
    const id = await finishedDraft();
    const { data } = await getDraft(ctx, { id });
    const apps = (data.apps ?? []).map((a) => ({ ...a, tables: { orders: { columns: { id: "nope" } } } }));
    await saveDraft(ctx, { id, data: { apps } });
    await expect(createFromDraft(ctx, { id })).rejects.toMatchObject({ code: "drafts.schema" });
  });
});
