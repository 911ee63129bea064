import type { AppError } from "@/server/shared/errors";
import type { Block } from "./blocks";
import { missingTable } from "./interpreter/catalog";
import { fileTableName } from "./interpreter/inputs/files";
import { selectTableName } from "./interpreter/inputs/select";
import { isMasked } from "./masked";
import { mayFeed } from "./prefix-parser";
import type { RawStatement } from "./split";
import { STATEMENT_WORDS } from "./statement-parser";
import type { Name, Statement, TableStatement } from "./statements";

/** What a statement is read as, as far as it can be; `undefined` where it cannot. */
export type Reading = (statement: RawStatement) => Statement | undefined;

/** Tables that there may be at a place; `open` where others may be there, too. */
interface Tables {
  names: Set<string>;
  open: boolean;
}

/** An error may be meant where the script goes on behind one. */
const LENIENT = /\berrormode\s*=\s*'?(?![12]\b)/i;

/** What a statement ends with may be its source, or not. */
const ENDS_OPEN = /\$\([^()]*\)$/;

/**
 * Names of tables that no run of the script can know: used before any statement makes such a table, or, where it depends
 * on the run which statements came before, made by none at all. Says nothing where a table's name is made while it runs.
 */
export function tableFaults(script: string, blocks: readonly Block[], read: Reading): AppError[] {
  if (LENIENT.test(script)) return [];
  const all: Tables = { names: new Set(), open: false };
  for (const list of bodiesIn(blocks)) note(list, read, all);
  const so: Tables = { names: new Set(), open: false };
  const faults: AppError[] = [];
  for (const [i, block] of blocks.entries()) {
    if (block.type !== "statement") {
      for (const list of bodiesIn(bodiesOf(block).flat())) faults.push(...missing(list, read, all));
      for (const list of bodiesOf(block).flatMap(bodiesIn)) note(list, read, so);
      continue;
    }
    const statement = read(block.statement);
    if (statement?.kind === "exit" && statement.from === "script" && !statement.condition) return faults;
    faults.push(...missing([block], read, statement && dependsOnRun(statement) ? all : so));
    note([block], read, so, blocks[i - 1]);
  }
  return faults;
}

function missing(blocks: readonly Block[], read: Reading, { names, open }: Tables): AppError[] {
  if (open) return [];
  const used = blocks.flatMap((block) => {
    const statement = block.type === "statement" ? read(block.statement) : undefined;
    return statement ? usedBy(statement) : [];
  });
  const known = (name: string) => names.has(name) || names.has(name.replace(/-\d+$/, ""));
  return used
    .filter((name) => !isMasked(name.value) && !known(name.value))
    .map((name) => missingTable(name, names));
}

/** Adds the tables the statements of one list make. */
function note(blocks: readonly Block[], read: Reading, tables: Tables, before?: Block): void {
  blocks.forEach((block, i) => {
    if (block.type !== "statement") return;
    const made = madeBy(block.statement, read, blocks[i - 1] ?? before);
    if (!made || isMasked(made)) tables.open = true;
    else for (const name of made) tables.names.add(name);
  });
}

/** Names of the tables a statement makes; null where they are not known. */
function madeBy(raw: RawStatement, read: Reading, before: Block | undefined): string[] | null {
  const statement = plain(read(raw));
  if (!statement)
    return STATEMENT_WORDS.includes(raw.word) && !/^(?:when|unless)$/.test(raw.word) ? [] : null;
  if (statement.kind === "rename" && statement.what === "table")
    return statement.using ? null : statement.pairs.map((pair) => pair.to.value);
  if (statement.kind !== "table") return [];
  if (before?.type === "statement" && ENDS_OPEN.test(before.statement.source.text)) return null;
  return feeds(statement, raw, read, before) ? [] : tablesOf(statement);
}

/** Whether the rows of a statement go into the LOAD above it. */
function feeds({ label, prefix, reload }: TableStatement, raw: RawStatement, read: Reading, before?: Block) {
  if (before?.type !== "statement" || label || reload || prefix.kind !== "none") return false;
  const above = plain(read(before.statement));
  return above?.kind === "table" && above.load && !above.load.source && mayFeed(raw.source.text);
}

function tablesOf({ label, prefix, reload, load, select }: TableStatement): string[] | null {
  const { source } = load ?? {};
  if ((load ?? select)?.shape?.transform?.kind === "generic") return null;
  if (prefix.kind === "mapping") return [];
  if ((prefix.kind === "join" || prefix.kind === "concatenate") && !reload) return [];
  if (label) return [label.value];
  if (select) return [selectTableName(select.sql), ...(isMasked(select.sql) ? [select.sql] : [])];
  if (!source) return null;
  if (source.kind === "files") return source.paths.map((path) => fileTableName(path.value));
  return [source.kind === "resident" ? source.table.value : "Table"];
}

function usedBy(written: Statement): Name[] {
  const statement = plain(written);
  switch (statement?.kind) {
    case "table": {
      const { prefix, load } = statement;
      const source = load?.source;
      const read = source?.kind === "resident" || source?.kind === "from-field" ? [source.table] : [];
      return "table" in prefix && prefix.table ? [prefix.table, ...read] : read;
    }
    case "store":
      return [statement.table];
    case "drop-tables":
    case "loosen":
      return statement.tables;
    case "drop-fields":
      return statement.from;
    case "rename":
      return statement.what === "table" ? statement.pairs.map((pair) => pair.from) : [];
    default:
      return [];
  }
}

/** Statements that only some reloads run. */
function dependsOnRun(statement: Statement): boolean {
  return statement.kind === "conditional" || (statement.kind === "table" && statement.reload?.only === true);
}

function plain(statement: Statement | undefined): Statement | undefined {
  return statement?.kind === "conditional" ? plain(statement.statement) : statement;
}

/** The list itself and all lists of statements below it. */
function bodiesIn(blocks: readonly Block[]): (readonly Block[])[] {
  return [blocks, ...blocks.flatMap((block) => bodiesOf(block).flatMap(bodiesIn))];
}

/** Lists of statements that stand inside a control statement. */
export function bodiesOf(block: Block): Block[][] {
  if (block.type === "if") return block.branches.map((b) => b.body);
  if (block.type === "switch") return block.cases.map((c) => c.body);
  return block.type === "statement" ? [] : [block.body];
}
