import { scriptError } from "../errors";
import type { Load, Select, TableStatement } from "../statements";
import { buffered } from "./buffered";
import type { TableState } from "./catalog";
import { displayedNulls, finalNames, finalValues } from "./field-rules";
import { lookForFiles, tellsFile } from "./file-functions";
import { expressionsOf, resolveInput, wantedFields } from "./input";
import { fileTableName } from "./inputs/files";
import { readSelect, selectTableName } from "./inputs/select";
import { Level } from "./level";
import { NeedsRows } from "./needs-rows";
import { unknownOf } from "./own-exists";
import { passThrough } from "./pass-through";
import { appendTo, tellAdded } from "./placement/concatenate";
import { createTable } from "./placement/create";
import { createGeneric } from "./placement/generic";
import { joinInto } from "./placement/join";
import { keepWith } from "./placement/keep";
import { keepMapping } from "./placement/mapping";
import { mergeInto } from "./placement/merge";
import { replaceWith } from "./placement/replace";
import { type Relation, tableRelation } from "./relation";
import { rowWise } from "./rowwise/row-wise";
import type { Run } from "./run";
import { settleForTable } from "./settle";
import { shaped } from "./shapes";
import { takeOver } from "./take-over";
import { inDoublesIfTooLarge } from "./too-large";

/** A LOAD or SELECT with the loads above it: the first carries label and prefix, the last the source. */
export interface TableChain {
  head: TableStatement;
  loads: Load[];
  select?: Select;
}

export interface TableResult {
  table: string;
  rows: number;
  fields: number;
}

/** Runs one statement that makes rows. */
export function runTable(run: Run, chain: TableChain): Promise<TableResult> {
  return inDoublesIfTooLarge(run, () => runChain(run, chain));
}

async function runChain(run: Run, chain: TableChain): Promise<TableResult> {
  const name = tableName(chain);
  await settleForTable(run, chain);
  const passed = await passThrough(run, chain, name);
  const shown = shownName(run, chain, name);
  if (passed) return finish(run, name, passed);
  const taken = await takeOver(run, chain, name);
  if (taken) return finish(run, shown, taken);
  const temporary: string[] = [];
  try {
    if (!chain.select) run.progress.begin(shown);
    const load = (as: Run, onInput?: (input: Relation) => void) =>
      chainRelation(as, chain, shown, temporary, onInput);
    const relation = chain.head.buffer ? await buffered(run, chain, load, temporary) : await load(run);
    const transform = (chain.loads[0] ?? chain.select)?.shape?.transform;
    if (transform?.kind === "generic") {
      run.progress.forget(shown);
      return { table: name, ...(await createGeneric(run, relation, name, transform, temporary)) };
    }
    const named = { ...relation, columns: finalNames(run, relation.columns, name) };
    if (chain.head.prefix.kind === "mapping") {
      const rows = await keepMapping(run, named, chain.head.label);
      run.progress.forget(shown);
      return { table: name, rows, fields: 2 };
    }
    const final = await finalValues(run, named, temporary);
    const table = await place(run, chain, final, { name, temporary });
    return finish(run, shown, table);
  } finally {
    await run.db.dropTemporary(...temporary);
  }
}

function finish(run: Run, shown: string, table: TableState): TableResult {
  run.progress.done(shown, table.name, table.rows);
  return { table: table.name, rows: table.rows, fields: table.columns.length };
}

function shownName(run: Run, { head }: TableChain, name: string): string {
  const { prefix } = head;
  const into = prefix.kind === "join" || prefix.kind === "concatenate" ? prefix.table?.value : undefined;
  return into ?? (run.catalog.get(name) ? run.catalog.freeName(name) : name);
}

function tableName({ head, loads, select }: TableChain): string {
  if (head.label) return head.label.value;
  if (select) return selectTableName(select.sql);
  const source = loads.at(-1)?.source;
  if (source?.kind === "files") return fileTableName(source.paths[0]?.value ?? "");
  return source?.kind === "resident" ? source.table.value : "Table";
}

/** The loads of a chain as one relation, the lowest first. */
async function chainRelation(
  run: Run,
  chain: TableChain,
  shown: string,
  temporary: string[],
  onInput?: (input: Relation) => void,
): Promise<Relation> {
  const { loads, select } = chain;
  const bottom = loads.at(-1);
  let relation: Relation;
  if (select) {
    const table = run.db.temporaryName();
    temporary.push(table);
    await readSelect(run, select, table, shown);
    const read = await displayedNulls(run, tableRelation(table, await run.db.describe(table)));
    relation = await shaped(run, read, select.shape, temporary);
  } else {
    const wish = bottom && loads.length === 1 && !chain.head.buffer ? unknownOf(bottom) : undefined;
    relation = await resolveInput(run, bottom?.source, bottom?.at, {
      temporary,
      wanted: bottom && wantedFields(bottom),
      tellsFile: bottom !== undefined && tellsFile(expressionsOf(bottom)),
      ...(wish === undefined ? {} : { unknownOf: wish }),
    });
  }
  onInput?.(relation);
  for (let i = loads.length - 1; i >= 0; i--) {
    const load = loads[i];
    if (!load) continue;
    const loaded = await levelRelation(run, chain, load, relation, temporary);
    relation = await shaped(run, loaded, load.shape, temporary);
  }
  return relation;
}

async function levelRelation(
  run: Run,
  { head, loads }: TableChain,
  load: Load,
  input: Relation,
  temporary: string[],
): Promise<Relation> {
  const top = load === loads[0];
  const { prefix } = head;
  const target = prefix.kind === "concatenate" ? targetOf(run, prefix.table) : undefined;
  await lookForFiles(run, expressionsOf(load));
  const level = new Level(run, load, input, { existingRows: top ? (target?.rows ?? 0) : 0, top });
  try {
    const relation = level.compile();
    for (const work of level.before) await work();
    return relation;
  } catch (error) {
    if (!(error instanceof NeedsRows)) throw error;
    return rowWise(run, load, input, {
      top,
      reason: error.reason,
      existingRows: top ? (target?.rows ?? 0) : 0,
      temporary,
    });
  }
}

function targetOf(run: Run, table: TableStatement["label"]): TableState {
  if (table) return run.catalog.find(table);
  const last = run.catalog.last();
  if (!last)
    throw scriptError("script.table_missing", "There is no table yet to add to.", {
      advice: "Load a table first, or leave the prefix out.",
    });
  return last;
}

async function place(
  run: Run,
  { head, loads }: TableChain,
  relation: Relation,
  { name, temporary }: { name: string; temporary: string[] },
): Promise<TableState> {
  const { prefix, reload, label } = head;
  const distinct = loads[0]?.distinct ?? false;
  const wanted = () => (prefix.kind === "concatenate" ? targetOf(run, prefix.table) : undefined);
  if (reload?.kind === "merge")
    return mergeInto(run, relation, reload, { wanted: wanted(), name, temporary });
  if (reload?.kind === "replace")
    return replaceWith(run, relation, { wanted: wanted(), label, name, distinct });
  switch (prefix.kind) {
    case "concatenate":
      return appendTo(run, targetOf(run, prefix.table), relation);
    case "join":
      return joinInto(run, targetOf(run, prefix.table), relation, prefix.how);
    case "keep":
      return keepWith(run, targetOf(run, prefix.table), relation, name, prefix.how);
    case "noconcatenate":
      return createTable(run, relation, name, distinct);
    default:
      return addOrCreate(run, relation, name, distinct);
  }
}

/** Automatic concatenation: a table with exactly these fields takes the rows, whatever the label says. */
export async function addOrCreate(
  run: Run,
  relation: Relation,
  name: string,
  distinct: boolean,
): Promise<TableState> {
  const twin = run.catalog.withFields(relation.columns.map((c) => c.name));
  if (!twin) return createTable(run, relation, name, distinct);
  tellAdded(run, name, twin.name);
  return appendTo(run, twin, relation);
}
