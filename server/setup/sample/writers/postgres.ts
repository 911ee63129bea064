import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { ColumnType, Table } from "../tables";
import { csvOf } from "./csv";

const TYPES: Record<ColumnType, string> = {
  integer: "integer",
  text: "text",
  decimal: "numeric(12,2)",
  date: "date",
};
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Writes the tables into a schema of a PostgreSQL database in one transaction, replacing tables of the same names,
 * unless they are there in this `version` (kept as the first table's comment).
 * @returns false where that version was there already
 */
export async function writePostgres(
  url: string,
  schema: string,
  version: string,
  tables: Table[],
): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const first = `${quoted(schema)}.${quoted(tables[0]?.name ?? "")}`;
    if ((await commentOf(client, first)) === version) return false;
    await client.query("begin");
    await client.query(`create schema if not exists ${quoted(schema)}`);
    for (const table of tables) await writeTable(client, `${quoted(schema)}.${quoted(table.name)}`, table);
    await client.query(`comment on table ${first} is ${client.escapeLiteral(version)}`);
    await client.query("commit");
    return true;
  } finally {
    await client.end();
  }
}

async function commentOf(client: pg.Client, table: string): Promise<string | null> {
  const text = "select obj_description(to_regclass($1), 'pg_class') as version";
  const { rows } = await client.query<{ version: string | null }>({ text, values: [table] });
  return rows[0]?.version ?? null;
}

async function writeTable(client: pg.Client, name: string, table: Table): Promise<void> {
  const columns = table.columns.map((c) => `${quoted(c.name)} ${TYPES[c.type]}`);
  const key = `primary key (${table.key.map(quoted).join(", ")})`;
  await client.query(`drop table if exists ${name} cascade`);
  await client.query(`create table ${name} (${[...columns, key].join(", ")})`);
  const copy = client.query(copyFrom(`copy ${name} from stdin (format csv, header true)`));
  await pipeline(Readable.from([csvOf(table)]), copy);
  await client.query(`analyze ${name}`);
}
