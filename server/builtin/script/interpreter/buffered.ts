import { createHash } from "node:crypto";
import { rename, rm, stat, utimes } from "node:fs/promises";
import { posix } from "node:path";
import { sha256OfFile } from "@/server/shared/file-hash";
import { type Expr, walk } from "../ast";
import { unsupported } from "../errors";
import type { LibFile } from "../port";
import type { BufferPrefix } from "../statements";
import { beginsWith, type FilePart, growingFile, typesOf, wholePart, writeTail } from "./growing-file";
import { expressionsOf } from "./input";
import { qvdInput } from "./inputs/qvd/input";
import { oneBehindTheOther } from "./inputs/several-files";
import { store } from "./placement/create";
import { type Relation, tableRelation } from "./relation";
import type { Run } from "./run";
import { storeQvd } from "./store-qvd";
import type { TableChain } from "./table-statement";

/** Functions whose values depend on what was loaded before: not on the statement alone. */
const OF_OTHERS = new Set(
  "exists applymap mapsubstring lookup peek fieldvalue fieldindex noofrows rowno".split(" "),
);

/** Statement, what the file is, and of a growing source file: bytes, what they are, and types of its fields. */
const KEPT_NAME = /\/([0-9a-f]+)-([0-9a-f]{64})(?:-(\d+)-([0-9a-f]{64})-([0-9a-f]{16}))?\.qvd$/;
const NOTHING = "0".repeat(64);
const FOLDER = "lib://Stored/buffers";
/** Kept files nobody has read for so long are removed, and from the longest unread on those beyond the bytes. */
const KEPT = { days: 30, bytes: 2 * 1024 ** 3 };

/** Makes the rows of the statement; `run` says where its files are, `onInput` is told what is read from them. */
type LoadRows = (run: Run, onInput?: (input: Relation) => void) => Promise<Relation>;

/**
 * The rows of a statement with BUFFER: from the file that keeps them while it is fresh, else loaded, kept and read
 * from there, so that they are the same either way.
 */
export async function buffered(
  run: Run,
  chain: TableChain,
  load: LoadRows,
  temporary: string[],
): Promise<Relation> {
  const { buffer } = chain.head;
  if (!buffer) return load(run);
  checkAlone(chain, buffer);
  const growing = buffer.incremental ? await growingFile(run, chain, buffer) : undefined;
  const key = keyOf(run, chain);
  const scope = { temporary, wanted: undefined, tellsFile: false };
  const kept = await keptFile(run, key, buffer);
  const before = growing && (await wholePart(growing));
  const grown =
    kept && growing ? await grownRows(run, chain, { kept, growing, key, load, temporary }) : "same";
  if (kept && grown === "same") {
    run.host.log("info", "buffer", `Read from the buffer of ${kept.modified.toISOString()}.`);
    await utimes(kept.path, run.host.now, kept.modified);
    return qvdInput(run, kept.path, scope);
  }
  let types = kept ? (partOf(kept)?.types ?? "") : "";
  const onInput = (input: Relation) => {
    types = typesOf(input);
  };
  const rows = grown === "same" || grown === "other" ? await load(run, onInput) : grown;
  const table = run.db.temporaryName();
  temporary.push(table);
  const state = await store(run, rows, table);
  const target = await run.host.target(`${FOLDER}/${key}.qvd`);
  await storeQvd(
    run,
    state,
    state.columns.map((column) => ({ column, as: column.name })),
    target,
  );
  // What was appended while it was read may be among the rows or not: such a file is read whole the next time.
  const read =
    before && (await stat(growing.path)).size === before.bytes ? before : { bytes: 0, sum: NOTHING };
  const part = growing ? `-${read.bytes}-${read.sum}-${types}` : "";
  const whole = `${FOLDER}/${key}-${await sha256OfFile(target)}${part}.qvd`;
  const place = await run.host.target(whole);
  await rename(target, place);
  if (kept && rows === grown) await utimes(place, run.host.now, kept.modified);
  await sweep(run, whole, key);
  return qvdInput(run, place, scope);
}

interface Growing {
  kept: LibFile;
  growing: LibFile;
  key: string;
  load: LoadRows;
  temporary: string[];
}

/** The kept rows with those of the lines appended since; `same`: there are none, `other`: the file is another. */
async function grownRows(
  run: Run,
  chain: TableChain,
  { kept, growing, key, load, temporary }: Growing,
): Promise<Relation | "same" | "other"> {
  const part = partOf(kept);
  if (!part || !(await beginsWith(growing, part))) return "other";
  if (part.bytes === growing.bytes) return "same";
  const path = await run.host.target(`${FOLDER}/${key}-tail.txt`);
  try {
    if (!(await writeTail(growing, part, chain.loads.at(-1)?.source, path))) return "other";
    const { size: bytes } = await stat(path);
    const tail = { ...growing, path, bytes };
    const host = Object.create(run.host, { files: { value: async () => [tail] } });
    const table = run.db.temporaryName();
    temporary.push(table);
    let types = "";
    const rows = await load({ ...run, host }, (input) => {
      types = typesOf(input);
    });
    if (types !== part.types) return "other";
    const state = await store(run, rows, table);
    const scope = { temporary, wanted: undefined, tellsFile: false };
    const before = await qvdInput(run, kept.path, scope);
    const appended = tableRelation(table, state.columns);
    run.host.log("info", "buffer", `Read ${state.rows} appended rows; the others are from the buffer.`);
    return oneBehindTheOther(run, [growing, growing], [before, appended], scope);
  } finally {
    await rm(path, { force: true });
  }
}

/**
 * The fresh file of a statement, whose name says what it holds. One that holds something else is removed: the source
 * is asked again.
 */
async function keptFile(run: Run, key: string, buffer: BufferPrefix): Promise<LibFile | undefined> {
  const found = (await run.host.files(`${FOLDER}/${key}-*.qvd`)).filter((file) => sumOf(file, key));
  const fresh = found.filter((file) => isFresh(run, file, buffer));
  for (const file of fresh.sort((a, b) => b.modified.getTime() - a.modified.getTime())) {
    if ((await sha256OfFile(file.path)) === sumOf(file, key)) return file;
    run.host.log("warn", "buffer", "The kept file is damaged and not used; its source is asked again.");
    await rm(file.path, { force: true });
  }
  return undefined;
}

/** What a kept file was when it was written; undefined where it is another statement's. */
function sumOf({ lib }: LibFile, key: string): string | undefined {
  const [, name, sum] = KEPT_NAME.exec(lib) ?? [];
  return name === key ? sum : undefined;
}

/** What a kept file holds of a growing one. */
function partOf({ lib }: LibFile): (FilePart & { types: string }) | undefined {
  const [, , , bytes, sum, types] = KEPT_NAME.exec(lib) ?? [];
  return bytes && sum && types ? { bytes: Number(bytes), sum, types } : undefined;
}

/** Removes older files of the statement, and those nobody reads: a statement that comes back asks its source again. */
async function sweep(run: Run, written: string, key: string): Promise<void> {
  const files = (await run.host.files(`${FOLDER}/*.qvd`)).filter(
    (file) => posix.basename(file.lib) !== posix.basename(written),
  );
  const used = await Promise.all(
    files.map(async (file) => ({ ...file, read: (await stat(file.path)).atimeMs })),
  );
  const oldest = run.host.now.getTime() - KEPT.days * 86_400_000;
  let bytes = 0;
  for (const file of used.sort((a, b) => b.read - a.read)) {
    bytes += file.bytes;
    const older = sumOf(file, key) !== undefined;
    if (!older && file.read >= oldest && bytes <= KEPT.bytes) continue;
    await rm(file.path, { force: true });
    if (older) continue;
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
function keyOf(run: Run, { head, loads, select }: TableChain): string {
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
  const parts = {
    app: run.host.documentName,
    connection,
    loads,
    select,
    settings,
    variables,
    incremental: head.buffer?.incremental,
  };
  const text = JSON.stringify(parts, (key, value) => (key === "at" ? undefined : value));
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}
