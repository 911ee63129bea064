import { scopeOf, visibleTenants } from "@/server/auth";
import type { Permission } from "@/server/auth/permissions";
import { tableVariable } from "@/server/platform/table-variables";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { connectionRow } from "./get";
import type { BrowsedColumn, BrowsedRows, BrowsedTable, BrowserSession, ConnectionForm } from "./port";
import { type CountRowsInput, connectionColumnsInput, connectionIdInput, countRowsInput } from "./schemas";
import { openSecret } from "./secret";

const STATEMENT_MS = 20_000;
const PREVIEW_ROWS = 20;
const MOST_TABLES = 2000;

/** Kinds of source, each with its form as data; for whoever sees connections of any tenant. */
export function listConnectionForms(ctx: Context): ConnectionForm[] {
  visibleTenants(ctx, "connections:read");
  return ctx.tools.schemaBrowser.forms();
}

/**
 * Opens a stored connection to look into it. Only one that was tested with success: a person who may not know what
 * answers at an address learns it from *Test connection* alone, which tells no more than it may.
 * @throws `connections.untested`, and what the source says
 */
export async function lookInto<T>(
  ctx: Context,
  input: { id: string; permission: Permission; signal?: AbortSignal },
  work: (session: BrowserSession) => Promise<T>,
): Promise<T> {
  const row = await connectionRow(ctx, input.id);
  const { tenantId } = await scopeOf(ctx, input.permission, "connection", input.id, row);
  if (!row.testResult?.ok) {
    throw new AppError("conflict", "connections.untested", `"${row.name}" was not tested since it changed.`, {
      advice: "Test the connection, then look into it.",
      params: { name: row.name },
    });
  }
  const secret = await openSecret(ctx.keyring, tenantId, row.name, row.secret);
  const signal = input.signal ?? AbortSignal.timeout(2 * STATEMENT_MS);
  const target = { tenantId, kind: row.kind, properties: row.properties, secret };
  const session = await ctx.tools.schemaBrowser.open(target, { signal, statementTimeoutMs: STATEMENT_MS });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Tables, views or files of a connection; the first 2,000. @throws `connections.untested` */
export async function listConnectionTables(
  ctx: Context,
  input: { id: string },
  signal?: AbortSignal,
): Promise<BrowsedTable[]> {
  const { id } = parse(connectionIdInput, input);
  const tables = await lookInto(ctx, { id, permission: "connections:write", signal }, (s) => s.tables());
  return tables.slice(0, MOST_TABLES);
}

/** @throws `connections.untested`, `source.table_missing` */
export async function listConnectionColumns(
  ctx: Context,
  input: { id: string; table: string },
  signal?: AbortSignal,
): Promise<BrowsedColumn[]> {
  const { id, table } = parse(connectionColumnsInput, input);
  return lookInto(ctx, { id, permission: "connections:write", signal }, (s) => s.columns(table));
}

/**
 * A table's columns and its first 20 rows, as they stand in the source.
 * @throws `connections.untested`, `source.table_missing`, `source.damaged` for a file that cannot be read
 */
export async function lookAtTable(
  ctx: Context,
  input: { id: string; table: string },
  signal?: AbortSignal,
): Promise<{ columns: BrowsedColumn[]; rows: unknown[][] }> {
  const { id, table } = parse(connectionColumnsInput, input);
  return lookInto(ctx, { id, permission: "connections:write", signal }, async (session) => {
    const columns = await session.columns(table);
    const { rows } = await session.sample(table, PREVIEW_ROWS);
    return { columns, rows };
  });
}

/** The declared table as a reload would read it from this source: renamed, and cut by its conditions. */
async function derived(session: BrowserSession, input: ReturnType<typeof countRowsInput.parse>) {
  const { table, mapping } = input;
  const columns = await session.columns(mapping.table ?? table.name);
  const known = columns.map((c) => c.name);
  const declaration = { ...table, connection: "" };
  const variable = (where: typeof mapping.where) =>
    tableVariable(declaration, { ...mapping, where }, session.dialect, known);
  return { some: variable(mapping.where), all: variable(undefined) };
}

/**
 * How many rows of a declared table the conditions leave, of how many. Counted by the source.
 * @throws `source.where`, `source.column_missing`, `source.timeout`
 */
export async function countRows(
  ctx: Context,
  input: CountRowsInput,
  signal?: AbortSignal,
): Promise<{ rows: number; of: number; ms: number }> {
  const wanted = parse(countRowsInput, input);
  const started = performance.now();
  return lookInto(ctx, { id: wanted.id, permission: "connections:write", signal }, async (session) => {
    const { some, all } = await derived(session, wanted);
    const count = async (from: string) => {
      const { rows } = await session.select(`SELECT count(*) AS n FROM ${from}`, 1);
      return Number(rows[0]?.[0] ?? 0);
    };
    const rows = await count(some);
    const of = wanted.mapping.where?.length ? await count(all) : rows;
    return { rows, of, ms: Math.round(performance.now() - started) };
  });
}

/** The first 20 rows of a declared table with its conditions, under the template's names. */
export async function previewRows(
  ctx: Context,
  input: CountRowsInput,
  signal?: AbortSignal,
): Promise<BrowsedRows> {
  const wanted = parse(countRowsInput, input);
  return lookInto(ctx, { id: wanted.id, permission: "connections:write", signal }, async (session) => {
    const { some } = await derived(session, wanted);
    const sql =
      session.dialect.name === "sqlserver"
        ? `SELECT TOP ${PREVIEW_ROWS} * FROM ${some}`
        : `SELECT * FROM ${some} LIMIT ${PREVIEW_ROWS}`;
    return session.select(sql, PREVIEW_ROWS);
  });
}
