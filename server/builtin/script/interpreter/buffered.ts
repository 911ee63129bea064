import { createHash } from "node:crypto";
import { rm, stat, utimes } from "node:fs/promises";
import { type Expr, walk } from "../ast";
import { unsupported } from "../errors";
import type { LibFile } from "../port";
import type { BufferPrefix } from "../statements";
import { expressionsOf } from "./input";
import { qvdInput } from "./inputs/qvd/input";
import { store } from "./placement/create";
import type { Relation } from "./relation";
import type { Run } from "./run";
import { storeQvd } from "./store-qvd";
import type { TableChain } from "./table-statement";

/** Functions whose values depend on what was loaded before: not on the statement alone. */
const OF_OTHERS = new Set(
  "exists applymap mapsubstring lookup peek fieldvalue fieldindex noofrows rowno".split(" "),
);

const FOLDER = "lib://Stored/buffers";
/** Kept files nobody has read for so long are removed, and from the longest unread on those beyond the bytes. */
const KEPT = { days: 30, bytes: 2 * 1024 ** 3 };

/**
 * The rows of a statement with BUFFER: from the file that keeps them while it is fresh, else loaded, kept and read
 * from there, so that they are the same either way.
 */
export async function buffered(
  run: Run,
  chain: TableChain,
  load: () => Promise<Relation>,
  temporary: string[],
): Promise<Relation> {
  const { buffer } = chain.head;
  if (!buffer) return load();
  checkAlone(chain, buffer);
  const path = `${FOLDER}/${keyOf(run, chain)}.qvd`;
  const scope = { temporary, wanted: undefined, tellsFile: false };
  const [kept] = await run.host.files(path);
  if (kept && isFresh(run, kept, buffer)) {
    run.host.log("info", "buffer", `Read from the buffer of ${kept.modified.toISOString()}.`);
    await utimes(kept.path, run.host.now, kept.modified);
    return qvdInput(run, kept.path, scope);
  }
  const table = run.db.temporaryName();
  temporary.push(table);
  const state = await store(run, await load(), table);
  const target = await run.host.target(path);
  await storeQvd(
    run,
    state,
    state.columns.map((column) => ({ column, as: column.name })),
    target,
  );
  await sweep(run, path);
  return qvdInput(run, target, scope);
}

/** Removes kept files but the one just written; a statement that comes back asks its source again. */
async function sweep(run: Run, written: string): Promise<void> {
  const files = (await run.host.files(`${FOLDER}/*.qvd`)).filter((file) => file.lib !== written);
  const used = await Promise.all(
    files.map(async (file) => ({ ...file, read: (await stat(file.path)).atimeMs })),
  );
  const oldest = run.host.now.getTime() - KEPT.days * 86_400_000;
  let bytes = 0;
  for (const file of used.sort((a, b) => b.read - a.read)) {
    bytes += file.bytes;
    if (file.read >= oldest && bytes <= KEPT.bytes) continue;
    await rm(file.path, { force: true });
    run.host.log(
      "info",
      "buffer",
      "Removed a buffer that was not read for long, or for which there was no room.",
    );
  }
}

function isFresh(run: Run, { modified }: LibFile, { staleHours }: BufferPrefix): boolean {
  return staleHours === undefined || run.host.now.getTime() - modified.getTime() < staleHours * 3_600_000;
}

/** @throws `script.unsupported` for rows that depend on what the script loaded before */
function checkAlone({ loads, select }: TableChain, { at }: BufferPrefix): void {
  const source = loads.at(-1)?.source?.kind;
  if (!select && source !== "files")
    throw unsupported("BUFFER before a LOAD of no file", at, "It keeps what files and connections give.");
  for (const expr of loads.flatMap(expressionsOf))
    walk(expr, (node) => {
      if (node.kind === "call" && OF_OTHERS.has(node.name))
        throw unsupported(
          `${node.written}() together with BUFFER`,
          node.at,
          "Use it in a LOAD with RESIDENT.",
        );
      return undefined;
    });
}

/** The statement and what else its rows depend on: app, connection, format variables, variables by name. */
function keyOf(run: Run, { loads, select }: TableChain): string {
  const { now: _, ...settings } = run.variables.settings;
  const names = new Set<string>();
  const note = (expr: Expr) =>
    walk(expr, (node) => {
      if (node.kind === "field") names.add(node.name);
      return undefined;
    });
  for (const expr of loads.flatMap(expressionsOf)) note(expr);
  const variables = [...names].flatMap((name) => {
    const text = run.variables.get(name)?.text;
    return text === undefined ? [] : [[name, text]];
  });
  const connection = [...run.sessions].find(([, session]) => session === run.session)?.[0];
  const parts = { app: run.host.documentName, connection, loads, select, settings, variables };
  const text = JSON.stringify(parts, (key, value) => (key === "at" ? undefined : value));
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
