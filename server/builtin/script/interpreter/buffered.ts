import { createHash } from "node:crypto";
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
  const path = `lib://Stored/buffers/${keyOf(run, chain)}.qvd`;
  const scope = { temporary, wanted: undefined, tellsFile: false };
  const [kept] = await run.host.files(path);
  if (kept && isFresh(run, kept, buffer)) {
    run.host.log("info", "buffer", `Read from the buffer of ${kept.modified.toISOString()}.`);
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
  return qvdInput(run, target, scope);
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
