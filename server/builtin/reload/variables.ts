import { quoteName } from "@/server/builtin/sources/missing";
import type { SourceSession } from "@/server/builtin/sources/port";
import type { Dialect } from "@/server/platform/dialect";
import { dialects } from "@/server/platform/dialects";
import type { TableDeclaration } from "@/server/platform/port";
import { tableVariable } from "@/server/platform/table-variables";
import type { ReloadJob } from "./messages";

type Job = Pick<ReloadJob, "script" | "parameters" | "tables" | "mapping" | "slots" | "connections">;

/** Kinds whose SQL is not DuckDB's; everything that is made of files is read by DuckDB. */
const DIALECTS: Record<string, Dialect> = {
  sqlite: dialects.sqlite,
  postgres: dialects.postgres,
  mysql: dialects.mysql,
  sqlserver: dialects.sqlserver,
};

/**
 * What a script finds set before its first statement: parameters, and `$(table)` for each declared table. A table
 * the script mentions is looked up, so that a missing column is named at once and an optional one becomes NULL.
 */
export async function scriptVariables(
  job: Job,
  connect: (name: string) => Promise<SourceSession>,
): Promise<Record<string, string>> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(job.parameters)) variables[name] = parameterText(value);
  for (const table of job.tables) variables[table.name] = await tableText(job, table, connect);
  return variables;
}

async function tableText(
  job: Job,
  table: TableDeclaration,
  connect: (name: string) => Promise<SourceSession>,
): Promise<string> {
  const mapping = job.mapping[table.name];
  if (!mentions(job.script, table.name)) return tableVariable(table, mapping, dialectOf(job, table));
  const session = await connect(table.connection);
  const columns = await session.columns(mapping?.table ?? quoteName(table.name)).catch(() => []);
  const known = columns.length > 0 ? columns.map((c) => c.name) : undefined;
  return tableVariable(table, mapping, session.dialect, known);
}

function mentions(script: string, table: string): boolean {
  return script.toLowerCase().includes(`$(${table.toLowerCase()})`);
}

function dialectOf(job: Job, table: TableDeclaration): Dialect {
  const kind = job.connections[job.slots[table.connection] ?? table.connection]?.kind ?? "";
  return DIALECTS[kind] ?? dialects.duckdb;
}

/** As a script would have set it; true is -1 in scripts. */
function parameterText(value: ReloadJob["parameters"][string]): string {
  if (value === null) return "";
  return typeof value === "boolean" ? (value ? "-1" : "0") : String(value);
}
