import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { importTemplateSource } from "@/server/templates";
import { as, operator, testServices } from "@/server/testing/context";
import { applyTenants, parseTenantsFile, secretNames } from ".";
import { simulatedTemplate } from "./simulation/template";

const FILE = `
tenants:
  - slug: nordwind
    name: Nordwind GmbH
    plan: growth
    language: de
    groups: [sales, finance]
    members:
      - { email: Ada@Nordwind.example, name: Ada, role: admin, groups: [sales] }
    connections:
      - name: db
        kind: sqlite
        properties: { path: /data/nordwind.db }
        secret: { env: NORDWIND_DB }
    apps:
      - template: sales@1.0.0
        connections: { shop: db }
        parameters: { currency: CHF }
        tables:
          orders:
            table: tbl_orders
            columns: { id: order_id }
            where: { country: [DE, AT], year: { ">=": 2023, "<": 2026 }, deleted: null, open: true }
        schedule: { cron: "0 5 * * 1-5", zone: Europe/Berlin }
`;

const source = (text: string) => ({ file: "tenants.yaml", text });

function issues(text: string): string[] {
  try {
    parseTenantsFile(source(text));
    return [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return (error.options.issues ?? []).map((i) => `${i.line}:${i.column} ${i.path} ${i.message}`);
  }
}

describe("a tenants file", () => {
  it("is parsed with defaults, small letters in addresses, and readable where clauses as conditions", () => {
    const { value } = parseTenantsFile(source(FILE));
    expect(value.tenants[0]).toMatchObject({ platform: "built-in", region: "local" });
    expect(value.tenants[0]?.members[0]?.email).toBe("ada@nordwind.example");
    expect(value.tenants[0]?.apps[0]?.tables.orders?.where).toEqual([
      { column: "country", op: "in", value: ["DE", "AT"] },
      { column: "year", op: "<", value: 2026 },
      { column: "year", op: ">=", value: 2023 },
      { column: "deleted", op: "is null" },
      { column: "open", op: "=", value: true },
    ]);
    expect(secretNames(value)).toEqual(["NORDWIND_DB"]);
  });

  it("takes where clauses in the long form too", () => {
    const long = FILE.replace(/where: \{.*\}/, 'where: [{ column: country, op: "not in", value: [US] }]');
    const { value } = parseTenantsFile(source(long));
    expect(value.tenants[0]?.apps[0]?.tables.orders?.where).toEqual([
      { column: "country", op: "not in", value: ["US"] },
    ]);
  });

  it.each([
    [
      "an unknown key",
      "language: de",
      "langauge: de",
      '6:5 tenants[0].langauge unknown key "langauge". Did you mean "language"?',
    ],
    [
      "an unknown plan",
      "plan: growth",
      "plan: grwoth",
      '5:5 tenants[0].plan There is no plan "grwoth". Did you mean "growth"? Plans are: starter@1, growth@1, enterprise@1.',
    ],
    [
      "a group nobody declared",
      "groups: [sales] }",
      "groups: [slaes] }",
      '9:73 tenants[0].members[0].groups[0] there is no group "slaes" in this tenant. Did you mean "sales"?',
    ],
    [
      "a connection nobody declared",
      "{ shop: db }",
      "{ shop: dbx }",
      '17:24 tenants[0].apps[0].connections.shop there is no connection "dbx" in this tenant. Did you mean "db"?',
    ],
    [
      "a secret in the file",
      "secret: { env: NORDWIND_DB }",
      "secret: hunter2",
      "14:9 tenants[0].connections[0].secret needs a map, got string",
    ],
    [
      "a template without its version",
      "sales@1.0.0",
      "sales",
      '16:9 tenants[0].apps[0].template must name a template and its version, for example "sales@1.0.0"',
    ],
    [
      "a role that does not exist",
      "role: admin",
      "role: boss",
      "9:51 tenants[0].members[0].role must be one of admin, author, viewer",
    ],
    [
      "an operator that does not exist",
      '">=": 2023',
      '"=>": 2023',
      '23:49 tenants[0].apps[0].tables.orders.where.year.=> unknown key "=>". Did you mean ">="?',
    ],
    [
      "a time zone that does not exist",
      "Europe/Berlin",
      "Europe/Berln",
      "24:42 tenants[0].apps[0].schedule.zone is not a time zone; use a name such as Europe/Berlin",
    ],
    ["a broken file", "  - slug: nordwind", "  - slug: [nordwind", ""],
  ])("tells the line of %s", (_what, was, is, told) => {
    const found = issues(FILE.replace(was, is));
    expect(found.length).toBeGreaterThan(0);
    if (told) expect(found[0]).toBe(told);
  });

  it("tells what is there twice", () => {
    const twice = FILE + FILE.replace("tenants:\n", "").replace(/\n {4}groups/, "\n    groups");
    expect(issues(twice)).toEqual([expect.stringContaining('tenants[1].slug "nordwind" is there twice')]);
  });
});

describe("applying a file", () => {
  let ctx: Context;
  beforeAll(async () => {
    ctx = as(await testServices(), operator());
    await importTemplateSource(ctx, simulatedTemplate("sales", "1.0.0"));
  });

  async function refused(text: string, secrets = { NORDWIND_DB: "x" }): Promise<string[]> {
    const error: unknown = await applyTenants(ctx, { file: text, secrets }).catch((e: unknown) => e);
    if (!isAppError(error)) throw error;
    expect(await ctx.store.read.select().from(ctx.store.tables.tenants)).toEqual([]);
    return (error.options.issues ?? []).map((i) => `${i.line} ${i.path} ${i.message}`);
  }

  it.each([
    [
      "a template that is not imported",
      "sales@1.0.0",
      "sales@2.0.0",
      'There is no template "sales@2.0.0". There are: 1.0.0.',
    ],
    [
      "a slot the template has not",
      "{ shop: db }",
      "{ shp: db }",
      'the template has no connection slot "shp". Did you mean "shop"?',
    ],
    [
      "a table the template has not",
      "          orders:",
      "          order:",
      'the template has no table "order". Did you mean "orders"?',
    ],
    [
      "a column the template has not",
      "{ id: order_id }",
      "{ idd: order_id }",
      'the template has no column "idd". Did you mean "id"?',
    ],
    [
      "a column that may not be left out",
      "{ id: order_id }",
      "{ id: null }",
      '"id" is not optional: it cannot be left out',
    ],
    ["a parameter of another type", "currency: CHF", "currency: 5", "needs a text"],
    [
      "a parameter the template has not",
      "currency: CHF",
      "curency: CHF",
      'the template has no parameter "curency". Did you mean "currency"?',
    ],
  ])("refuses %s before anything is written", async (_what, was, is, told) => {
    expect((await refused(FILE.replace(was, is))).join("\n")).toContain(told);
  });

  it("refuses a secret whose variable is not set", async () => {
    expect(await refused(FILE, {} as never)).toEqual([
      "14 tenants[0].connections[0].secret.env the environment variable NORDWIND_DB is not set",
    ]);
  });

  it("is for operators who may create tenants", async () => {
    const support = { ...ctx, actor: operator("support") };
    await expect(applyTenants(support, { file: FILE })).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
