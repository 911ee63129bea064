import { basename } from "node:path";
import type { KeptTable } from "../port";
import { quoteName } from "../quoting";
import { natural } from "../row-order";
import type { Load } from "../statements";
import { mergeTypes, TYPES, typeOf, type ValueType } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import { changesValues, finalNames } from "./field-rules";
import { fileMark, settingsMark } from "./file-mark";
import { unknownOf } from "./own-exists";
import { isPartial } from "./partial";
import { tellAdded } from "./placement/concatenate";
import { checkRows } from "./placement/create";
import type { Run } from "./run";
import type { TableChain } from "./table-statement";
import { addToKept } from "./take-over-rows";

/** A statement that reads a QVD of which the rows are there already. */
interface Taken {
  kept: KeptTable;
  path: string;
  /** Only rows whose value of this field is not known yet. */
  unknownOf?: string;
}

/**
 * `LOAD * FROM a.qvd (qvd) [WHERE NOT Exists(Key)]` of a file that the run before stored a whole table in: that table is
 * taken instead, and the rows loaded before it in this run are added to it. What comes of it is the same, value by value.
 * @returns undefined where the file has to be read
 */
export async function takeOver(run: Run, chain: TableChain, name: string): Promise<TableState | undefined> {
  if (run.kept.size === 0 || isPartial(run) || run.access !== null) return undefined;
  const taken = await wanted(run, chain, name);
  if (!taken) return undefined;
  const names = taken.kept.table.fields.map((f) => f.name);
  const { prefix } = chain.head;
  if (prefix.kind === "noconcatenate") return asNewTable(run, taken, name);
  const named = prefix.kind === "concatenate" && prefix.table;
  const last = prefix.kind === "concatenate" ? run.catalog.last() : undefined;
  const target = named ? run.catalog.get(named.value) : (last ?? run.catalog.withFields(names));
  if (!target) return prefix.kind === "none" ? asNewTable(run, taken, name) : undefined;
  const columns = mergedColumns(taken.kept, target);
  if (!columns || target.distinct || !(await isAsLoaded(run, target))) return undefined;
  if (taken.unknownOf !== undefined && !isKeyOf(run, taken, target)) return undefined;
  const { mark } = taken.kept.stored;
  // From here on it may have changed, even if it fails.
  run.kept.delete(mark);
  const table = await addToKept(run, { ...taken, target, columns });
  if (!table) {
    run.kept.set(mark, taken.kept);
    return undefined;
  }
  checkRows(run);
  if (prefix.kind === "none") tellAdded(run, name, target.name);
  tell(run, taken);
  return table;
}

function tell(run: Run, { kept, path }: Taken): void {
  const rows = kept.table.rows.toLocaleString("en");
  run.host.log(
    "info",
    kept.table.name,
    `${rows} rows of ${basename(path)} are taken over from the data before.`,
  );
}

async function wanted(
  run: Run,
  { head, loads, select }: TableChain,
  name: string,
): Promise<Taken | undefined> {
  const [load, ...others] = loads;
  const { source } = load ?? {};
  if (!load || select || others.length > 0 || head.buffer || head.reload || !isPlace(head.prefix.kind))
    return undefined;
  if (source?.kind !== "files" || source.format.type !== "qvd" || source.paths.length !== 1) return undefined;
  const field = unknownOf(load);
  if (!isPlain(load) || (load.where && field === undefined) || changesValues(run.rules)) return undefined;
  if (run.rules.star !== undefined) return undefined;
  const files = await run.host.files(source.paths[0]?.value ?? "");
  const [file] = files;
  const kept = file && files.length === 1 && run.kept.get((await fileMark(file.path)) ?? "");
  if (!kept || kept.stored.settings !== settingsMark(run.variables.settings)) return undefined;
  const { fields } = kept.table;
  if (!readsAll(load, fields) || finalNames(run, fields, name).some((f, i) => f.name !== fields[i]?.name))
    return undefined;
  return { kept, path: file.path, ...(field === undefined ? {} : { unknownOf: field }) };
}

function isPlace(prefix: TableChain["head"]["prefix"]["kind"]): boolean {
  return prefix === "none" || prefix === "noconcatenate" || prefix === "concatenate";
}

function isPlain({ distinct, while: rounds, groupBy, orderBy, shape }: Load): boolean {
  return !distinct && !rounds && !groupBy && !orderBy && !shape;
}

/** Whether a LOAD takes all fields as they are, in their order. */
function readsAll({ items }: Load, fields: readonly { name: string }[]): boolean {
  const [first] = items;
  if (first?.kind === "all") return items.length === 1;
  return (
    items.length === fields.length &&
    items.every(
      (item, i) =>
        item.kind === "expr" &&
        item.expr.kind === "field" &&
        item.expr.name === item.name &&
        item.name === fields[i]?.name,
    )
  );
}

/** The types reading gives; a field without any value has none. */
function readType({ stored, table }: KeptTable, index: number): ValueType {
  const kind = stored.fields[index]?.kind;
  return kind === "null" ? TYPES.null : typeOf(table.fields[index]?.type ?? "");
}

async function asNewTable(run: Run, { kept, path, unknownOf: field }: Taken, name: string) {
  const columns = kept.table.fields.map((_, i) => keptColumn(kept, i, readType(kept, i)));
  const free = run.catalog.freeName(name) === name;
  const same = columns.every((c) => c.type.kind !== "null" && c.stored === c.type.sql);
  if (field !== undefined || !free || !same) return undefined;
  await run.db.run(`ALTER TABLE ${quoteName(kept.hidden)} RENAME TO ${quoteName(name)}`);
  const { order = natural(kept.table.rows), rows } = kept.table;
  const base = { stored: kept.stored, path, order, rows, written: undefined, at: "behind" as const };
  const own = kept.table.order ? { order: kept.table.order } : {};
  const table = { name, columns, rows, distinct: false, base, ...own };
  run.catalog.addTaken(table);
  run.kept.delete(kept.stored.mark);
  checkRows(run);
  tell(run, { kept, path });
  return table;
}

function keptColumn(
  { stored, table }: KeptTable,
  index: number,
  type: ValueType,
  shown?: string,
): ScriptColumn {
  const { name = "", type: sql = "" } = table.fields[index] ?? {};
  const format = shown ?? stored.fields[index]?.format;
  return { name, stored: sql, type, ...(format ? { format } : {}) };
}

/** Whether rows of the target lie one behind the other as this run loaded them, and none is missing. */
async function isAsLoaded(run: Run, { name, rows, base, order }: TableState): Promise<boolean> {
  if (base || order || run.catalog.isEarlier(name)) return false;
  return (await run.db.count(`(SELECT 1 FROM ${quoteName(name)} WHERE rowid >= ${rows})`)) === 0;
}

/** The columns of rows of both; undefined where the kept ones would have to change for it. */
function mergedColumns(kept: KeptTable, target: TableState): ScriptColumn[] | undefined {
  const { fields } = kept.table;
  if (target.columns.length !== fields.length) return undefined;
  const columns = target.columns.map((column, i) => {
    const type = mergeTypes(column.type, readType(kept, i));
    return { ...keptColumn(kept, i, type, column.format), was: column.name };
  });
  const fits = columns.every((c) => c.name === c.was && c.type.sql === c.stored && c.type.kind !== "null");
  return fits ? columns.map(({ was, ...column }) => column) : undefined;
}

/** Whether rows of one value of the field are those that are left out: each row kept has its own, and no other table has one. */
function isKeyOf(run: Run, { kept, unknownOf: field }: Taken, target: TableState): boolean {
  const known = kept.stored.fields.find((f) => f.name === field);
  const column = target.columns.find((c) => c.name === field);
  const elsewhere = run.catalog.withField(field ?? "").some((t) => t.name !== target.name);
  if (!known?.isUnique || !column || elsewhere) return false;
  return COMPARED.has(known.kind) && (column.type.kind === known.kind || target.rows === 0);
}

/** Kinds of values that are equal in one way only. */
const COMPARED = new Set(["integer", "date", "text"]);
