import type { ScriptHost, ScriptResult } from "../port";
import type { FileFormat } from "../statements";
import { filesInput } from "./inputs/files";
import { store } from "./placement/create";
import { startRun } from "./start-run";

export interface WantedFile {
  /** Absolute. */
  path: string;
  format: FileFormat;
  /** Name of the table to make. */
  table: string;
  /** At most so many rows, where the format can be read in part; else all. */
  first?: number;
}

/**
 * Reads a file as `LOAD *` does, outside of any script: same types, same refusals. Format variables are the defaults.
 * @returns the table that was made in `host.db`, and what was odd
 * @throws `script.*` where the file is damaged, not read, or too large
 */
export async function readFile(
  host: ScriptHost,
  wanted: WantedFile,
): Promise<Pick<ScriptResult, "rows" | "warnings"> & { fields: { name: string; dual: boolean }[] }> {
  const run = startRun(host, 1);
  const { path, format, table, first } = wanted;
  const at = { line: 1, column: 1, start: 0, end: 0 };
  const scope = {
    temporary: [],
    wanted: undefined,
    tellsFile: false,
    ...(first === undefined ? {} : { first }),
  };
  try {
    const relation = await filesInput(run, { kind: "files", paths: [{ value: path, at }], format }, scope);
    const { rows, columns } = await store(run, relation, table);
    const fields = columns.map(({ name, type }) => ({ name, dual: type.kind === "dual" }));
    return { rows, warnings: [...run.warnings], fields };
  } finally {
    await run.db.cleanUp();
  }
}
