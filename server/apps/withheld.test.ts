import { beforeEach, describe, expect, it } from "vitest";
import {
  makeApp,
  makeGeneration,
  makeMember,
  makeTemplate,
  makeTemplateVersion,
  makeTenant,
  makeUser,
} from "@/db/factories";
import { createGroup, deleteGroup, fieldClasses, setClassGrants, setSheetGrants } from "@/server/members";
import type { Asker, Batch, DataModel } from "@/server/platform/model";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { askApp, askableApp, embedAsker, fieldValues, getApp, getDashboard, getModel, queryApp } from ".";

const FIELDS = ["Salary", "Birthday", "Team"];
const MODEL = {
  tables: [{ name: "People", rows: 3, fields: FIELDS }],
  fields: FIELDS.map((name) => ({ name, type: "text", tables: ["People"], distinct: 3, key: false })),
  associations: [],
  loops: [],
  syntheticKeys: [],
} as unknown as DataModel;
const MANIFEST = {
  id: "people",
  fields: [{ name: "Salary", class: "financial" }, { name: "Birthday", class: "personal" }, { name: "Team" }],
  measures: [{ name: "payroll", expression: "Sum(Salary)" }],
};
const SHEETS = ["overview", "payroll"].map((sheet) => ({ sheet, format: 1, title: sheet, objects: [] }));

let ctx: Context;
let admin: Context;
let tenantId: string;
let app: string;
let pay: string;
let asked: { batch?: Batch; asker?: Asker }[];

beforeEach(async () => {
  asked = [];
  const platform = {
    id: "built-in",
    ask: async (_tenant: unknown, _app: unknown, batch: Batch, _signal: unknown, asker: Asker) => {
      asked.push({ batch, asker });
      const answers = Object.fromEntries(Object.keys(batch.questions).map((key) => [key, { kind: "cube" }]));
      return { generation: "gen_1", answers, fields: {} };
    },
    query: async (..._args: unknown[]) => {
      asked.push({});
      return { columns: [], rows: [], rowCount: 0, generation: "gen_1" };
    },
    fieldValues: async () => {
      asked.push({});
      return { field: "x", values: [], total: 0, generation: "gen_1" };
    },
  } as unknown as Platform;
  ctx = as(await testServices({ platform: () => platform }), operator());
  tenantId = (await makeTenant(ctx.store, { plan: "starter@1", state: "active" })).id;
  admin = as(ctx, memberOf(tenantId));
  await makeTemplate(ctx.store, { id: "people" });
  await makeTemplateVersion(ctx.store, { templateId: "people", manifest: MANIFEST, sheets: SHEETS });
  app = (await makeApp(ctx.store, { tenantId, templateId: "people", publishedVersion: "1.0.0" })).id;
  const { id } = await makeGeneration(ctx.store, { tenantId, appId: app, model: MODEL as never });
  const { apps: t } = ctx.store.tables;
  await ctx.store.tx((db) => db.update(t).set({ publishedGenerationId: id, publishedVersion: "1.0.0" }));
  pay = (await createGroup(admin, { tenantId, name: "Payroll" })).id;
});

async function viewerIn(groups: string[]): Promise<Context> {
  const user = await makeUser(ctx.store);
  await makeMember(ctx.store, { tenantId, userId: user.id, role: "viewer", groups });
  return as(ctx, { ...memberOf(tenantId, "viewer"), id: user.id } as Context["actor"]);
}

const cube = (measure: string) => ({ kind: "cube" as const, dimensions: [], measures: [measure] });
const refused = { code: "query.withheld" };
const close = () => setClassGrants(admin, { tenantId, name: "financial", groups: [pay] });

describe("a class of fields", () => {
  it("is open until it is granted; then to those groups, admins, operators and programs", async () => {
    const outside = await viewerIn([]);
    const questions = { a: cube("Sum(Salary)"), b: cube("Count(Team)"), c: cube("Max(Birthday)") };
    const ask = async (who: Context) => (await askApp(who, { id: app, questions })).answers;
    expect(await ask(outside)).toMatchObject({ a: { kind: "cube" } });
    expect(asked[0]?.asker).not.toHaveProperty("withheld");
    await close();
    const key = as(ctx, { type: "apiKey", id: "key_1", name: "k", scopes: ["apps:query"], tenantId });
    for (const who of [admin, ctx, key, await viewerIn(["Payroll"])])
      expect(await ask(who)).toMatchObject({ a: { kind: "cube" } });
    asked = [];
    expect(await ask(outside)).toMatchObject({
      a: { kind: "error", ...refused },
      b: { kind: "cube" },
      c: { kind: "cube" },
    });
    expect(asked).toMatchObject([{ asker: { withheld: ["salary"] } }]);
    expect(Object.keys(asked[0]?.batch?.questions ?? {})).toEqual(["b", "c"]);
  });

  it("is refused before the engine by every door: selections, sets, variables, named measures, lists", async () => {
    await close();
    const outside = await viewerIn(["Marketing"]);
    asked = [];
    const none = { id: app, questions: {} };
    const selections = { Salary: [1] };
    for (const batch of [{ selections }, { sets: { Spring: selections } }, { locked: ["SALARY"] }])
      await expect(askApp(outside, { ...none, ...batch })).rejects.toMatchObject(refused);
    await expect(queryApp(outside, { id: app, measures: ["payroll"] })).rejects.toMatchObject(refused);
    await expect(queryApp(outside, { id: app, dimensions: ["Salary"] })).rejects.toMatchObject(refused);
    await expect(fieldValues(outside, { id: app, field: "Salary" })).rejects.toMatchObject(refused);
    expect(asked).toEqual([]);
    const { answers } = await askApp(outside, {
      id: app,
      variables: { what: "Sum(Salary)" },
      questions: {
        byVariable: cube("$(what)"),
        list: { kind: "values", field: "Salary" },
        find: { kind: "find", search: "7", fields: ["Salary", "Team"] },
      },
    });
    expect(answers).toMatchObject({ byVariable: refused, list: refused });
    expect(asked[0]?.batch?.questions).toEqual({ find: { kind: "find", search: "7", fields: ["Team"] } });
  });

  it("is not in the model, the app or the dashboard of whoever may not see it", async () => {
    await close();
    const told = async (who: Context) =>
      JSON.stringify([
        (await getModel(who, { id: app })).model,
        (await getApp(who, { id: app })).published?.model,
        (await getDashboard(who, { id: app })).fields,
      ]);
    expect(await told(await viewerIn([]))).not.toContain("Salary");
    expect(await told(await viewerIn(["Payroll"]))).toContain("Salary");
  });

  it("goes by the groups of the host's token in embeds; a preview shows all", async () => {
    await close();
    const [row] = await ctx.store.read.select().from(ctx.store.tables.apps);
    if (!row) throw new Error("There is an app.");
    const open = async (kind: "host" | "preview", groups: string[]) => {
      const who = await embedAsker(ctx, { kind, subject: "user:usr_x", groups });
      const answer = await (await askableApp(ctx, row)).ask({ questions: { q: cube("Sum(Salary)") } }, who);
      return answer.answers.q?.kind;
    };
    expect(await open("host", ["payroll"])).toBe("error");
    expect(await open("host", ["Payroll"])).toBe("cube");
    expect(await open("preview", [])).toBe("cube");
  });

  it("stays closed: its last group cannot be deleted, and an unknown class or foreign group is not granted", async () => {
    await close();
    expect(await fieldClasses(admin, { tenantId })).toMatchObject([
      { name: "financial", fields: [{ field: "Salary" }], groups: [{ name: "Payroll" }] },
      { name: "personal", groups: [] },
    ]);
    await expect(deleteGroup(admin, { id: pay })).rejects.toMatchObject({ code: "groups.last_grant" });
    await expect(setClassGrants(admin, { tenantId, name: "none", groups: [pay] })).rejects.toMatchObject({
      code: "field_class.not_found",
    });
    const elsewhere = await makeTenant(ctx.store, { plan: "starter@1" });
    const { id } = await createGroup(ctx, { tenantId: elsewhere.id, name: "Payroll" });
    await expect(setClassGrants(admin, { tenantId, name: "personal", groups: [id] })).rejects.toMatchObject({
      code: "group.not_found",
    });
  });
});

describe("a base sheet", () => {
  it("that was granted is shown to those groups and to admins, and to nobody else", async () => {
    const sheets = async (who: Context) =>
      (await getDashboard(who, { id: app })).sheets.map(({ sheet }) => sheet);
    const outside = await viewerIn([]);
    expect(await sheets(outside)).toEqual(["overview", "payroll"]);
    await setSheetGrants(admin, { appId: app, sheet: "payroll", groups: [pay] });
    expect(await sheets(outside)).toEqual(["overview"]);
    for (const who of [admin, ctx, await viewerIn(["Payroll"])])
      expect(await sheets(who)).toEqual(["overview", "payroll"]);
    await expect(setSheetGrants(admin, { appId: app, sheet: "x", groups: [pay] })).rejects.toMatchObject({
      code: "sheet.not_found",
    });
  });
});
