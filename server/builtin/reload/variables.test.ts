import { expect, test } from "vitest";
import type { SourceSession } from "@/server/builtin/sources/port";
import { dialects } from "@/server/platform/dialects";
import { testReload } from "./testing/jobs";
import { scriptVariables } from "./variables";

const columns = [{ name: "id" }, { name: "note", optional: true }];
const base = testReload("r1", []).job;
const job = {
  ...base,
  script: "SQL SELECT * FROM $(Orders);",
  slots: { main: "Shop" },
  connections: { Shop: { kind: "sqlite", properties: {}, secretHmac: null } },
  tables: [{ name: "orders", connection: "main", columns }],
};

/** A session that knows the columns of tables by name. */
function session(tables: Record<string, string[]>): SourceSession {
  const none = async () => {
    throw new Error("not asked for");
  };
  return {
    dialect: dialects.sqlite,
    columns: async (table) =>
      (tables[table] ?? []).map((name) => ({ name, sourceType: "text", type: "VARCHAR", nullable: true })),
    tables: none,
    sample: none,
    read: none,
    estimate: none,
    close: async () => {},
  };
}

test("a table the script mentions is looked up: what the customer lacks and may lack is NULL", async () => {
  const connect = async () => session({ orders: ["id"] });
  const { orders } = await scriptVariables(job, connect);
  expect(orders).toContain('"id" AS "id"');
  expect(orders).toMatch(/NULL.* AS "note"/);
});

test("a missing column is told with the nearest name", async () => {
  const connect = async () => session({ orders: ["idd", "note"] });
  await expect(scriptVariables(job, connect)).rejects.toMatchObject({
    code: "source.column_missing",
    message: expect.stringContaining('"idd"'),
  });
});

test("a table it does not mention needs no connection", async () => {
  const connect = async () => {
    throw new Error("connected");
  };
  const { orders } = await scriptVariables({ ...job, script: "TRACE hello;" }, connect);
  expect(orders).toContain('FROM "orders"');
});

test("parameters come as scripts write them", async () => {
  const parameters = { year: 2026, name: "A 'b'", on: true, off: false, none: null };
  const variables = await scriptVariables({ ...job, tables: [], parameters }, async () => session({}));
  expect(variables).toEqual({ year: "2026", name: "A 'b'", on: "-1", off: "0", none: "" });
});
