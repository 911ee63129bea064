import { isAppError } from "@/server/shared/errors";
import { buildBlocks } from "../blocks";
import { withPlace } from "../errors";
import type { ScriptHost, ScriptResult, ScriptTable } from "../port";
import { quoteName } from "../quoting";
import { splitStatements } from "../split";
import type { TableState } from "./catalog";
import { noteUnchanged } from "./compare-tables";
import type { Run } from "./run";
import { ScriptRunner } from "./script-runner";
import { startRun } from "./start-run";

/**
 * Runs a load script. Its tables become tables of schema `main` of `host.db`, with columns named as its fields.
 * @returns the tables in the order they were made, and what was odd without being wrong
 * @throws `script.*` with `params.line`, `params.column` (1-based, in the script as written) and `params.statement`;
 *   errors of the host and of sources as they are, with the same params; the signal's reason where it was aborted
 */
export async function runScript(script: string, host: ScriptHost): Promise<ScriptResult> {
  const statements = placed(() => splitStatements(script));
  const blocks = placed(() => buildBlocks(statements));
  const run = startRun(host, statements.length);
  const interrupt = () => host.db.interrupt();
  host.signal.addEventListener("abort", interrupt, { once: true });
  run.progress.start();
  try {
    await new ScriptRunner(run, statements).blocks(blocks);
    await noteUnchanged(run);
    return result(run);
  } catch (error) {
    run.progress.fail();
    throw error;
  } finally {
    run.progress.stop();
    host.signal.removeEventListener("abort", interrupt);
    await finish(run);
  }
}

/** Errors found before anything runs have their place already and get an empty statement. */
function placed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isAppError(error)) throw error;
    throw withPlace(error, { line: 1, column: 1, statement: "" });
  }
}

async function finish(run: Run): Promise<void> {
  const failed = (error: unknown) => run.host.log("warn", "script", `Clean-up failed: ${String(error)}`);
  for (const { hidden } of [...run.kept.values(), ...run.others])
    await run.host.db.run(`DROP TABLE IF EXISTS ${quoteName(hidden)}`).catch(failed);
  for (const session of run.sessions.values())
    await session
      .close()
      .catch((error: unknown) =>
        run.host.log("warn", "script", `Closing a connection failed: ${String(error)}`),
      );
  await run.db.cleanUp().catch(failed);
}

function result(run: Run): ScriptResult {
  const tables = run.catalog.of("application").map((table) => scriptTable(run, table));
  warnOfLostNotes(run, tables);
  const rows = tables.reduce((sum, t) => sum + t.rows, 0);
  const access = run.catalog.of("access").map((table) => scriptTable(run, table));
  return {
    tables,
    rows,
    access: run.access && access,
    star: run.access?.star ?? "*",
    warnings: [...run.warnings],
    sequences: Object.fromEntries(run.sequences),
    earlierRows: run.catalog.earlierRows(),
    stored: run.catalog.storedTables(),
  };
}

/** COMMENT and TAG pass over names there are none of; a misspelt one should not go unseen. */
function warnOfLostNotes({ notes, warnings }: Run, tables: ScriptTable[]): void {
  const fields = tables.flatMap((t) => t.fields.map((f) => f.name));
  for (const name of notes.lost("field", fields))
    warnings.add(`COMMENT or TAG names the field "${name}", which no table has.`);
  const names = tables.map((t) => t.name);
  for (const name of notes.lost("table", names))
    warnings.add(`COMMENT or TAG names the table "${name}", which there is not.`);
}

function scriptTable({ notes }: Run, table: TableState): ScriptTable {
  return {
    name: table.name,
    rows: table.rows,
    ...(table.distinct ? { distinct: true } : {}),
    ...(table.loosened ? { loosened: true } : {}),
    ...(table.order ? { order: table.order } : {}),
    ...notes.of("table", table.name),
    fields: table.columns.map(({ name, stored, type, format }) => ({
      name,
      type: stored,
      dual: type.kind === "dual",
      ...(format ? { format } : {}),
      ...notes.of("field", name),
    })),
  };
}
