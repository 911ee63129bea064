import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { makeNorthwindSqlite } from "@/db/fixtures/northwind/make";
import { northwindTemplate } from "@/db/fixtures/northwind/tenants";
import { sources } from "@/server/builtin/sources";
import { browse } from "@/server/builtin/sources/browse";
import { localPolicy } from "@/server/builtin/sources/testing/open-policy";
import {
  countRows,
  listConnectionTables,
  lookAtTable,
  previewRows,
  testConnection,
} from "@/server/connections";
import { uploadFile } from "@/server/files";
import type { Context, Tools } from "@/server/shared/context";
import { importTemplate } from "@/server/templates";
import { getTenant, listTenants } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  blockingTables,
  discardDraft,
  draftFile,
  dropDraftConnection,
  getDraft,
  lookAtSources,
  offeredTemplates,
  putDraftConnection,
  saveDraft,
  startDraft,
} from ".";
import { checkTable, withSuggestions } from "./check-model";

const SECRET = "correct horse battery staple";
const TEMPLATE = "northwind@1.0.0";
let ctx: Context;
let database: string;

/** The real SQLite source over the test's own folder. */
function realTools(tools: Tools, folder: string): Tools {
  const sqlite = sources.sqlite;
  if (!sqlite) throw new Error("there is no SQLite source");
  const policy = localPolicy(folder);
  return {
    ...tools,
    connectionTester: {
      ...tools.connectionTester,
      test: ({ properties, secret }) => sqlite.test({ properties, secret, policy }, { timeoutMs: 5000 }),
    },
    schemaBrowser: {
      forms: () => Object.values(sources).map(({ kind, form }) => ({ kind, ...form })),
      open: ({ properties, secret }, options) =>
        browse(sqlite, { properties, secret, policy }, { ...options, scratch: join(folder, "scratch") }),
    },
  };
}

beforeEach(async () => {
  const services = await testServices();
  ctx = as({ ...services, tools: realTools(services.tools, services.dataFolder) }, operator());
  database = join(ctx.dataFolder, "camel.db");
});

const details = { name: "Müller & Söhne", slug: "mueller", region: "eu", language: "de" };

async function withNorthwind() {
  makeNorthwindSqlite(database, "camel");
  await importTemplate(ctx, { folder: northwindTemplate() });
  const { id } = await startDraft(ctx, { data: { details } });
  const connection = await putDraftConnection(ctx, {
    id,
    name: "northwind",
    kind: "sqlite",
    properties: { path: database },
    secret: SECRET,
  });
  await testConnection(ctx, { id: connection.id }, ctx.tools.connectionTester);
  const apps = [{ template: TEMPLATE, connections: { northwind: "northwind" } }];
  await saveDraft(ctx, { id, step: "connections", data: { apps } });
  return { id, connection: connection.id };
}

describe("drafts", () => {
  test("are a tenant in state draft from the first word on, found in the list under its name", async () => {
    const draft = await startDraft(ctx, { data: { details: { name: "Müller & Söhne" } } });
    expect(draft.data.details).toMatchObject({ slug: "mueller-soehne", plan: "starter@1" });
    expect((await listTenants(ctx, { state: "draft" })).items).toMatchObject([
      { id: draft.id, name: "Müller & Söhne" },
    ]);
    const second = await startDraft(ctx, { data: { details: { name: "Müller & Söhne" } } });
    expect(second.data.details?.slug).toBe("mueller-soehne-2");
  });

  test("begun twice with one key are one draft, with the later answers, also at the same time", async () => {
    const key = "a key of one page";
    const both = await Promise.all([
      startDraft(ctx, { key, data: { details: { name: "Once" } } }),
      startDraft(ctx, { key, data: { details: { name: "Once only" } } }),
    ]);
    const again = await startDraft(ctx, { key, data: { details: { color: "#336699" } } });
    expect(new Set([...both, again].map(({ id }) => id)).size).toBe(1);
    expect(again.data.details).toMatchObject({ name: "Once only", slug: "once", color: "#336699" });
    expect(again.data).not.toHaveProperty("key");
    expect((await listTenants(ctx, { state: "draft" })).items).toMatchObject([{ name: "Once only" }]);
  });

  test("begun with the key of another person, or of one that was discarded, are drafts of their own", async () => {
    const key = "a key of one page";
    const { id } = await startDraft(ctx, { key });
    const other = await startDraft(as(ctx, { ...operator("admin"), id: "usr_second" } as never), { key });
    expect(other.id).not.toBe(id);
    await discardDraft(ctx, { id });
    expect((await startDraft(ctx, { key })).id).not.toBe(id);
  });

  test("keep what is unfinished or wrong, name it by step, and tell the tenant only what is sound", async () => {
    const { id } = await startDraft(ctx, { data: { details } });
    const saved = await saveDraft(ctx, {
      id,
      data: { details: { ...details, name: "", slug: "Not A Slug" } },
    });
    expect(saved.data.details).toMatchObject({ name: "", slug: "Not A Slug" });
    expect(saved.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ step: "details", path: "name" }),
        expect.objectContaining({ step: "details", path: "slug" }),
        expect.objectContaining({ step: "templates", path: "apps" }),
        expect.objectContaining({ step: "people", path: "admin.email" }),
      ]),
    );
    expect(await getTenant(ctx, { id })).toMatchObject({ name: "Müller & Söhne", slug: "mueller" });
  });

  test("a slug somebody else has stays a wish and a problem", async () => {
    await startDraft(ctx, { data: { details: { ...details, slug: "taken" } } });
    const { id } = await startDraft(ctx, { data: { details } });
    const saved = await saveDraft(ctx, { id, data: { details: { ...details, slug: "taken" } } });
    expect(saved.problems).toContainEqual({ step: "details", path: "slug", message: "is taken" });
    expect((await getTenant(ctx, { id })).slug).toBe("mueller");
  });

  test("of two people the later one is told, and nothing of the first is lost", async () => {
    const { id, savedAt } = await startDraft(ctx, { data: { details } });
    const first = await saveDraft(ctx, { id, seen: savedAt, data: { people: { groups: ["Sales"] } } });
    const second = as(ctx, { ...operator("admin"), id: "usr_second" } as never);
    await expect(
      saveDraft(second, { id, seen: savedAt, data: { people: { groups: [] } } }),
    ).rejects.toMatchObject({ code: "drafts.changed_elsewhere" });
    expect((await getDraft(second, { id })).data.people).toEqual({ groups: ["Sales"] });
    await saveDraft(second, { id, seen: first.savedAt, data: { people: { groups: ["All"] } } });
  });

  test("seal a connection's secret at once: no answer, file or row ever shows it", async () => {
    const { id, connection } = await withNorthwind();
    const answers = [await getDraft(ctx, { id }), await draftFile(ctx, { id })];
    expect(JSON.stringify(answers)).not.toContain(SECRET);
    expect((await ctx.store.serialize()).includes(Buffer.from(SECRET))).toBe(false);
    expect(answers[0]).toMatchObject({ connections: [{ id: connection, hasSecret: true }] });
    expect(answers[1]).toMatchObject({ variables: ["MUELLER_NORTHWIND_SECRET"] });
  });

  test("a connection keeps its secret when it is changed, and loses it with its kind", async () => {
    const { id, connection } = await withNorthwind();
    const put = (kind: string) =>
      putDraftConnection(ctx, { id, name: "northwind", kind, properties: { path: "x.db" } });
    expect(await put("sqlite")).toMatchObject({ id: connection, hasSecret: true, testedAt: null });
    expect(await put("files")).toMatchObject({ kind: "files", hasSecret: false });
    await dropDraftConnection(ctx, { id, name: "northwind" });
    expect((await getDraft(ctx, { id })).connections).toEqual([]);
  });

  test("discarded, they are gone with connections, secrets and uploads", async () => {
    const { id } = await withNorthwind();
    await uploadFile(ctx, { tenantId: id, name: "a.csv" }, new Blob(["a\n1"]).stream() as never);
    expect(await discardDraft(ctx, { id })).toEqual({ connections: 1, files: 1 });
    await expect(getDraft(ctx, { id })).rejects.toMatchObject({ code: "tenant.not_found" });
    for (const name of ["tenants", "tenantDrafts", "connections", "files"] as const)
      expect(await ctx.store.read.select().from(ctx.store.tables[name])).toEqual([]);
  });

  test("are the operator's: a tenant's admin and support may not touch them", async () => {
    const { id } = await startDraft(ctx, { data: { details } });
    for (const actor of [memberOf(id), operator("support"), operator("billing")]) {
      const other = as(ctx, actor);
      for (const verb of [getDraft, discardDraft, draftFile, lookAtSources])
        await expect(verb(other, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
      await expect(startDraft(other)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });
});

describe("the sources of a draft", () => {
  test("are checked against the templates, and the suggestions, taken once, make every table fit", async () => {
    const { id } = await withNorthwind();
    const { data } = await getDraft(ctx, { id });
    expect((await blockingTables(ctx, id, data)).length).toBeGreaterThan(0);
    const [offered] = await offeredTemplates(ctx);
    const mapped: Record<string, object> = {};
    const seen = (await lookAtSources(ctx, { id })).northwind;
    if (!seen?.ok) throw new Error("not seen");
    for (const table of offered?.manifest.tables ?? []) {
      const check = checkTable(table, mapped[table.name], seen.facts);
      const source = check.source ? {} : { table: check.suggestions[0] };
      mapped[table.name] = withSuggestions(
        checkTable(table, { ...mapped[table.name], ...source }, seen.facts),
        { ...mapped[table.name], ...source },
      );
    }
    const apps = [{ template: TEMPLATE, connections: { northwind: "northwind" }, tables: mapped }];
    await saveDraft(ctx, { id, data: { apps } });
    expect(await blockingTables(ctx, id, (await getDraft(ctx, { id })).data)).toEqual([]);
    expect(mapped.order_details).toMatchObject({ columns: { product_id: "ProductID" } });
  });

  test("are counted and shown as a reload would read them", async () => {
    const { connection } = await withNorthwind();
    const names = (await listConnectionTables(ctx, { id: connection })).map((t) => t.name);
    expect(names).toContain("Orders");
    const table = {
      name: "orders",
      columns: [{ name: "order_id" }, { name: "ship_country", optional: true }],
    };
    const columns = { order_id: "OrderID", ship_country: "ShipCountry" };
    const where = [{ column: "ship_country", op: "in" as const, value: ["Germany"] }];
    const input = { id: connection, table, mapping: { table: "Orders", columns, where } };
    const { rows, of } = await countRows(ctx, input);
    expect(rows).toBeGreaterThan(0);
    expect(of).toBeGreaterThan(rows);
    const shown = await previewRows(ctx, input);
    expect(shown.columns).toEqual(["order_id", "ship_country"]);
    expect(shown.rows).toHaveLength(20);
    expect(new Set(shown.rows.map((r) => r[1]))).toEqual(new Set(["Germany"]));
    const look = await lookAtTable(ctx, { id: connection, table: "Orders" });
    expect(look.columns).toContainEqual(expect.objectContaining({ name: "OrderID", type: "BIGINT" }));
    expect(look.rows).toHaveLength(20);
    expect(look.rows[0]).toHaveLength(look.columns.length);
    const wrong = { ...input, mapping: { ...input.mapping, columns: { order_id: "OrderNo" } } };
    await expect(countRows(ctx, wrong)).rejects.toMatchObject({ code: "source.column_missing" });
  });

  test("are not looked into before a test succeeded: that would tell what answers at an address", async () => {
    const { id, connection } = await withNorthwind();
    await putDraftConnection(ctx, { id, name: "northwind", kind: "sqlite", properties: { path: "/no.db" } });
    await testConnection(ctx, { id: connection }, ctx.tools.connectionTester);
    await expect(listConnectionTables(ctx, { id: connection })).rejects.toMatchObject({
      code: "connections.untested",
    });
    expect(await lookAtSources(ctx, { id })).toEqual({});
  });
});
