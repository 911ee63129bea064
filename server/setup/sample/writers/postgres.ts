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
 * Writes the tables into a schema of a PostgreSQL database in one transaction; the schema is replaced unless its
 * comment is `version`.
 * @returns false where that version was there already
 */
export async function writePostgres(
  url: string,
  schema: string,
  version: string,
  tables: () => Table[],
): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    if ((await schemaVersion(client, schema)) === version) return false;
    await client.query("begin");
    await client.query(`drop schema if exists ${quoted(schema)} cascade`);
    await client.query(`create schema ${quoted(schema)}`);
    for (const table of tables()) await writeTable(client, schema, table);
    await client.query(`comment on schema ${quoted(schema)} is ${client.escapeLiteral(version)}`);
    await client.query("commit");
    return true;
  } finally {
    await client.end();
  }
}

async function schemaVersion(client: pg.Client, schema: string): Promise<string | null> {
  const text = "select obj_description(oid, 'pg_namespace') as version from pg_namespace where nspname = $1";
  const { rows } = await client.query<{ version: string | null }>({ text, values: [schema] });
  return rows[0]?.version ?? null;
}

async function writeTable(client: pg.Client, schema: string, table: Table): Promise<void> {
  const name = `${quoted(schema)}.${quoted(table.name)}`;
  const columns = table.columns.map((c) => `${quoted(c.name)} ${TYPES[c.type]}`);
  const key = `primary key (${table.key.map(quoted).join(", ")})`;
  await client.query(`create table ${name} (${[...columns, key].join(", ")})`);
  const copy = client.query(copyFrom(`copy ${name} from stdin (format csv, header true)`));
  await pipeline(Readable.from([csvOf(table)]), copy);
  await client.query(`analyze ${name}`);
}
