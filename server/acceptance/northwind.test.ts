import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { makeNorthwindPostgres, makeNorthwindSqlite } from "@/db/fixtures/northwind/make";
import { NEIGHBORS, northwindTemplate, plainTenant, renamedTenant } from "@/db/fixtures/northwind/tenants";
import { freePort } from "@/server/setup/checks.mjs";
import type { SamplePlace } from "@/server/setup/sample/make";
import { newDataFolder, startPortal } from "@/server/testing/portal-process";
import { testPostgres } from "@/server/testing/postgres";
import { tenantry } from "./cli-process";
import { compareWithSql, sourceFolder } from "./northwind";

/**
 * The main job as an OEM developer does it: a template's folder, a tenants file, the command line, a real database.
 * Two tenants per kind of database: one with the template's own names, one with other names and a where clause.
 */
type Sql = (text: string) => Promise<unknown[][]>;

interface Source {
  plain: SamplePlace;
  renamed: SamplePlace;
  /** Plain SQL on the source; `limited` sees only the second tenant's orders. */
  sql: Sql;
  limited: Sql;
  close(): Promise<void>;
}

const WHERE = `ship_country in (${NEIGHBORS.map((n) => `'${n}'`).join(", ")})`;

async function sqliteSource(folder: string): Promise<Source> {
  const file = join(folder, "northwind.db");
  const camel = join(folder, "northwind-camel.db");
  makeNorthwindSqlite(file);
  makeNorthwindSqlite(camel, "camel");
  const whole = new Sqlite(file, { readonly: true });
  const part = new Sqlite(file, { readonly: true });
  part.exec(`create temp view orders as select * from main.orders where ${WHERE}`);
  const asking =
    (db: Sqlite.Database): Sql =>
    async (text) =>
      db.prepare(text).raw().all() as unknown[][];
  return {
    plain: { kind: "sqlite", file },
    renamed: { kind: "sqlite", file: camel },
    sql: asking(whole),
    limited: asking(part),
    async close() {
      whole.close();
      part.close();
    },
  };
}

async function postgresSource(url: string): Promise<Source> {
  await makeNorthwindPostgres(url, "northwind");
  await makeNorthwindPostgres(url, "northwind_camel", "camel");
  const client = async (view: boolean) => {
    const c = new pg.Client({ connectionString: url });
    await c.connect();
    await c.query("set search_path to northwind");
    if (view) await c.query(`create temp view orders as select * from northwind.orders where ${WHERE}`);
    return c;
  };
  const [whole, part] = [await client(false), await client(true)];
  const number = (v: unknown) => (typeof v === "string" && /^-?\d+(\.\d+)?$/.test(v) ? Number(v) : v);
  const asking =
    (c: pg.Client): Sql =>
    async (text) => {
      const { rows } = await c.query({ text, rowMode: "array" });
      return (rows as unknown[][]).map((r) => r.map(number));
    };
  return {
    plain: { kind: "postgres", url, schema: "northwind" },
    renamed: { kind: "postgres", url, schema: "northwind_camel" },
    sql: asking(whole),
    limited: asking(part),
    async close() {
      await whole.end();
      await part.end();
    },
  };
}

const server = await testPostgres();
afterAll(async () => {
  if ("stop" in server) await server.stop();
});

const KINDS: [string, (folder: string) => Promise<Source>][] = [["sqlite", sqliteSource]];
if ("url" in server) KINDS.push(["postgres", () => postgresSource(server.url)]);

describe.each(KINDS)("Northwind from %s by `tenants apply`", (kind, open) => {
  const data = newDataFolder();
  const folder = sourceFolder(data);
  let source: Source;
  let portal: Awaited<ReturnType<typeof startPortal>>;

  beforeAll(async () => {
    source = await open(folder);
    portal = await startPortal({ data, port: await freePort() });
    expect(portal.ready, portal.output()).toBe(true);
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
    await source.close();
    for (const f of [data, folder]) rmSync(f, { recursive: true, force: true });
  });

  const apply = async (
    name: string,
    file: { text: string; secrets: Record<string, string> },
    ...more: string[]
  ) => {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, file.text);
    return tenantry(data, ["tenants", "apply", path, "--wait", "--json", ...more], file.secrets);
  };

  const show = async (slug: string) =>
    JSON.parse((await tenantry(data, ["tenants", "show", slug, "--json"])).stdout) as {
      id: string;
      state: string;
    };

  test("a template is imported; the same again is found", async () => {
    for (const effect of ["created", "found"]) {
      const result = await tenantry(data, ["templates", "import", northwindTemplate(), "--json"]);
      expect([result.code, result.lines()[0]]).toMatchObject([0, { id: "northwind", effect }]);
    }
  }, 60_000);

  test("a tenant is provisioned and its app answers as plain SQL does", async () => {
    const result = await apply("plain", plainTenant(source.plain));
    expect(result.code, result.stdout.slice(-2000) + result.stderr).toBe(0);
    const lines = result.lines();
    expect(lines.every((l) => typeof l.type === "string")).toBe(true);
    expect(lines.at(-1)).toMatchObject({
      type: "result",
      state: "succeeded",
      tenants: [{ tenant: "northwind-traders", state: "succeeded", result: "created" }],
    });
    const steps = lines.filter((l) => l.type === "step.state" && l.state === "succeeded").map((l) => l.step);
    expect(steps).toEqual(
      expect.arrayContaining(["createTenant", "startReload", "verify", "publish", "verifyPublished"]),
    );
    const tenant = await show("northwind-traders");
    expect(tenant.state).toBe("active");
    expect(await compareWithSql(portal, tenant.id, source.sql)).toBeGreaterThan(5);
  }, 120_000);

  test("another customer with other names and a where clause gets the same questions answered on their rows", async () => {
    const result = await apply("renamed", renamedTenant(source.renamed));
    expect(result.code, result.stdout.slice(-2000) + result.stderr).toBe(0);
    await compareWithSql(portal, (await show("nachbar-handel")).id, source.limited);
  }, 120_000);

  test("`apps query` prints rows of values, numbers as numbers", async () => {
    const args = [
      "--dimension",
      "Category",
      "--measure",
      "Sum(Sales)",
      "--select",
      `ShipCountry=${NEIGHBORS.join(",")}`,
    ];
    const result = await tenantry(data, ["apps", "query", "northwind-traders/northwind", ...args, "--json"]);
    expect(result.code, result.stderr).toBe(0);
    const { rows } = JSON.parse(result.stdout) as { rows: unknown[][] };
    expect(rows.length).toBeGreaterThan(3);
    for (const [category, sales] of rows)
      expect([typeof category, typeof sales]).toEqual(["string", "number"]);
  }, 60_000);

  test("the same file again changes nothing: no reload, no generation", async () => {
    const before = await portal.call<{ items: unknown[] }>("GET", "/reloads?limit=200");
    const result = await apply("plain", plainTenant(source.plain));
    expect([result.code, result.lines().at(-1)]).toMatchObject([0, { tenants: [{ result: "unchanged" }] }]);
    const after = await portal.call<{ items: unknown[] }>("GET", "/reloads?limit=200");
    expect(after.items).toHaveLength(before.items.length);
  }, 60_000);

  test("a column that is not there fails by name, exits 1, and the published app goes on answering", async () => {
    const { text, secrets } = plainTenant(source.plain);
    const file = parse(text);
    file.tenants[0].apps[0].tables.categories = {
      ...file.tenants[0].apps[0].tables.categories,
      columns: { category_name: "no_such_column" },
    };
    const result = await apply("broken", { text: stringify(file), secrets });
    expect(result.code).toBe(1);
    expect(result.lines().at(-1)).toMatchObject({ type: "result", state: "failed" });
    expect(result.stdout).toMatch(/no_such_column/);
    const tenant = await show("northwind-traders");
    expect(tenant.state).toBe("active");
    await compareWithSql(portal, tenant.id, source.sql);
  }, 120_000);

  // What follows is over before any source is reached.
  if (kind !== "sqlite") return;

  test("a file with a wrong field exits 1 and names file, line and field; nothing is written", async () => {
    const { text, secrets } = plainTenant(source.plain);
    const result = await apply("wrong", { text: text.replace("plan:", "plam:"), secrets });
    expect(result.code).toBe(1);
    expect(result.stdout).toMatch(/"line":\d+/);
    expect(result.stdout).toMatch(/plam/);
  }, 60_000);

  test("unknown commands and missing arguments are usage errors (exit 2)", async () => {
    expect((await tenantry(data, ["tenants", "frobnicate"])).code).toBe(2);
    expect((await tenantry(data, ["tenants", "apply"])).code).toBe(2);
  }, 60_000);
});

if ("skip" in server) test.skip(`Northwind from PostgreSQL: ${server.skip}`, () => undefined);
