import type {
  Call,
  SetExpression,
  SetItem,
  SetModifier,
  SetTerm,
  SourceText,
  Span,
} from "@/server/builtin/script/ast";
import { NULL_VALUE } from "@/server/builtin/script/convert";
import { nearest } from "@/server/builtin/script/errors";
import { plainSource } from "@/server/builtin/script/source-text";
import type { Selections } from "@/server/platform/model";
import { AppError } from "@/server/shared/errors";
import type { CatalogField } from "./catalog";
import { CombinedRows, type SetRows } from "./combined-rows";
import { rowsByValue } from "./cube-rows";
import { isoOfDay } from "./days";
import { missingField, placeIn } from "./errors";
import { readMeasure, type Written } from "./expressions";
import { allValues } from "./field-list";
import type { Language } from "./groups";
import { keyOfColumn } from "./keys";
import { Reduction, selectedKeys } from "./reduction";
import { compared, matching } from "./search";
import { readSelections, type Selection } from "./selections";
import { Statement } from "./statement";
import type { Workspace } from "./workspace";

/** Selections a set may start from besides `$` and `1`, by name: bookmarks, `$1` the ones before, `$_1` the ones after. */
export type NamedSelections = Record<string, Selections>;

/** What all expressions of one click share besides the selections they are answered under. */
export interface Surroundings extends Language {
  named: NamedSelections;
}

/** Says which rows an aggregation runs over, under one state of selections. */
export class Sets {
  readonly current: Reduction;
  private readonly reductions = new Map<string, Reduction>();

  constructor(
    private readonly workspace: Workspace,
    private readonly selections: readonly Selection[],
    private readonly around: Surroundings,
  ) {
    this.current = new Reduction(workspace, selections);
  }

  /** Possible rows under an aggregation's set, or under the current selections. @throws `query.*` with place */
  of(call: Call, written: Written): Reduction {
    return call.set ? this.rowsOf(call.set, written) : this.current;
  }

  private rowsOf(set: SetExpression, written: Written): Reduction {
    const rows = this.resolved(set, written);
    const made = rows.kind === "rows" ? rows.reduction : new CombinedRows(this.workspace, rows);
    const known = this.reductions.get(made.key) ?? made;
    this.reductions.set(made.key, known);
    return known;
  }

  private resolved(set: SetExpression, written: Written): SetRows {
    if (set.kind === "combination") {
      const [left, right] = [this.resolved(set.left, written), this.resolved(set.right, written)];
      return { kind: "combination", op: set.op, left, right };
    }
    if (isNone(set)) return { kind: "none" };
    return { kind: "rows", reduction: new Reduction(this.workspace, this.selected(set, written)) };
  }

  /** The selections a set stands for. Its modifiers are read one after the other, each by the base's selections. */
  private selected(set: SetTerm, written: Written): Selection[] {
    const base = this.baseOf(set, written);
    let result = [...base];
    for (const modifier of set.modifiers) {
      const field = this.workspace.catalog.field(modifier.field);
      if (!field) throw missingField(modifier.field, this.workspace.catalog, written, modifier.at);
      result = result.filter((s) => s.field.name !== field.name);
      const own = base.find((s) => s.field.name === field.name);
      result.push(...this.modified(field, modifier, own, base, written));
    }
    return result;
  }

  private baseOf({ base, at }: SetTerm, written: Written): readonly Selection[] {
    if (typeof base !== "string") return this.selected(base, written);
    if (base === "$" || base === "$0") return this.selections;
    if (base === "1") return [];
    const named = Object.hasOwn(this.around.named, base) ? this.around.named[base] : undefined;
    if (named) return readSelections(this.workspace.catalog, named);
    throw unknownSet(base, at, Object.keys(this.around.named), written);
  }

  private modified(
    field: CatalogField,
    { op, values }: SetModifier,
    own: Selection | undefined,
    base: readonly Selection[],
    written: Written,
  ): Selection[] {
    if (!values) return [];
    const plain = values.flatMap((v) => (v.kind === "value" ? [literal(field, v.value)] : []));
    if (op === "=" && plain.length === values.length) return [{ field, values: plain }];
    const others = base.filter((s) => s !== own);
    const under = values.some(asksForElements) ? this.current.key : "";
    const { inexactWholes } = this.around.settings;
    const besides = [others.map((s) => this.workspace.idOf(s)), under, inexactWholes];
    const id = JSON.stringify([op, values.map(itemText), ...besides]);
    const ownId = own ? this.workspace.idOf(own) : "all";
    const listed = () => this.keysOf(field, values, { own, others }, written).join(" UNION ");
    const table = () =>
      this.workspace.table(`set ${field.name} ${ownId} ${id}`, () => {
        const list = listed();
        const before = own
          ? `SELECT v FROM ${selectedKeys(this.workspace, own)}`
          : `SELECT k AS v FROM ${allValues(this.workspace, field)}`;
        return () => `SELECT DISTINCT v FROM (${combined(op, before, list)})`;
      });
    // Mistakes in the values are told now, not when the table is made.
    table();
    return [{ field, values: [], keys: { id: `${ownId} ${id}`, table } }];
  }

  /** SQL queries whose column `v` holds keys of the field, one per kind of item. */
  private keysOf(
    field: CatalogField,
    items: readonly SetItem[],
    base: { own: Selection | undefined; others: readonly Selection[] },
    written: Written,
  ): string[] {
    const values = items.flatMap((v) => (v.kind === "value" ? [literal(field, v.value)] : []));
    const all = () => allValues(this.workspace, field);
    const listed =
      values.length > 0 ? [`SELECT v FROM ${selectedKeys(this.workspace, { field, values })}`] : [];
    const found = items.flatMap((item) => {
      if (item.kind === "value") return [];
      if (item.kind === "elements") return [this.elements(field, item, written)];
      if (item.kind === "selected") return [this.selectedIn(field, item, base, written)];
      if (item.kind === "values") {
        const [left, right] = [item.left, item.right].map((part) =>
          this.keysOf(field, part, base, written).join(" UNION "),
        );
        return [`SELECT v FROM (${combined(item.op, left ?? "", right ?? "")})`];
      }
      const { text } = item;
      if (text.trimStart().startsWith("=")) return [this.searched(field, item, base.others, written)];
      const comparison = compared("v", text);
      if (!comparison && /^\s*[<>]/.test(text)) throw notComparable(item, written);
      return [`SELECT k AS v FROM ${all()} v WHERE ${comparison ?? matching("v", text)}`];
    });
    const keys = [...listed, ...found];
    return keys.length > 0 ? keys : [`SELECT k AS v FROM ${all()} WHERE false`];
  }

  /** `"=Sum(Sales)>100"`: values for which it is true, under the set's base without the field's own selection. */
  private searched(
    field: CatalogField,
    item: Extract<SetItem, { kind: "search" }>,
    others: readonly Selection[],
    written: Written,
  ): string {
    const { text, path } = written;
    const inner: Written = { text, path, source: searchSource(item, written) };
    const sets = new Sets(this.workspace, others, this.around);
    const measure = readMeasure(this.workspace.catalog, inner);
    const plan = {
      reduction: sets.current,
      reductionOf: (call: Call) => sets.of(call, inner),
      measures: [measure],
      settings: this.around.settings,
      functions: this.around.functions,
    };
    const at = { line: 1, column: 1, start: 0, end: 0 };
    const dimension = {
      index: 0,
      dimension: {
        ...inner,
        expr: { kind: "field" as const, name: field.name, at },
        fields: [field.name],
        tables: [],
      },
    };
    const statement = new Statement();
    const { grouped, part, values } = rowsByValue(plan, statement, [dimension]);
    const { sql, type } = values[0] ?? NULL_VALUE;
    const holds = type.kind === "boolean" ? sql : `TRY_CAST(${sql} AS DOUBLE) <> 0`;
    const key = keyOfColumn("d0", grouped.types.get("d0"));
    return statement.sql(`SELECT ${key} AS v FROM ${part} WHERE ${holds}`);
  }

  /** `<Ordered=Shipped>`: the values selected in a field, all of them where none is. */
  private selectedIn(
    field: CatalogField,
    item: Extract<SetItem, { kind: "selected" }>,
    { own, others }: { own: Selection | undefined; others: readonly Selection[] },
    written: Written,
  ): string {
    const of = this.alike(field, item.field, item, written);
    const selection = of.name === field.name ? own : others.find((s) => s.field.name === of.name);
    return selection
      ? `SELECT v FROM ${selectedKeys(this.workspace, selection)}`
      : `SELECT k AS v FROM ${allValues(this.workspace, of)}`;
  }

  /** A field whose values can be values of another. */
  private alike(field: CatalogField, name: string, item: SetItem, written: Written): CatalogField {
    const of = this.workspace.catalog.field(name);
    if (!of) throw missingField(name, this.workspace.catalog, written, item.at);
    if (of.kind !== field.kind) throw otherKind(field, of, item, written);
    return of;
  }

  /** `P({set} G)`: values possible there; `E(…)`: all others. */
  private elements(
    field: CatalogField,
    item: Extract<SetItem, { kind: "elements" }>,
    written: Written,
  ): string {
    const { catalog } = this.workspace;
    const of = item.field === null ? field : this.alike(field, item.field, item, written);
    const reduction = item.set ? this.rowsOf(item.set, written) : this.current;
    const held = of.columns.map(({ table: name }) => {
      const table = catalog.table(name);
      const key = reduction.keysOf(table, [of.name], "t").join();
      return `SELECT ${key} AS v FROM ${reduction.anchored(table)} t WHERE (${key}) IS NOT NULL`;
    });
    const possible = held.join(" UNION ");
    if (!item.excluded) return possible;
    return `SELECT k AS v FROM ${allValues(this.workspace, field)} WHERE k NOT IN (SELECT v FROM (${possible}))`;
  }
}

function isNone({ base }: SetTerm): boolean {
  return typeof base === "string" ? base === "0" : isNone(base);
}

/** Numbers in fields of dates count as days, as everywhere in expressions. */
function literal(field: CatalogField, value: string | number): string | number {
  const isDay = field.kind === "date" || field.kind === "timestamp";
  return isDay && typeof value === "number" ? (isoOfDay(value) ?? value) : value;
}

function combined(op: SetModifier["op"], before: string, list: string): string {
  const [a, b] = [`(${before})`, `(${list})`];
  switch (op) {
    case "=":
      return list;
    case "+":
      return `${a} UNION ${b}`;
    case "-":
      return `${a} EXCEPT ${b}`;
    case "*":
      return `${a} INTERSECT ${b}`;
    case "/":
      return `(${a} UNION ${b}) EXCEPT (${a} INTERSECT ${b})`;
  }
}

/** Whether an item depends on what is possible under the set. */
function asksForElements(item: SetItem): boolean {
  if (item.kind === "values") return [...item.left, ...item.right].some(asksForElements);
  return item.kind === "elements";
}

/** An item without its places: equal for equal items. */
function itemText(item: SetItem): string {
  return JSON.stringify(item, (key, value) => (key === "at" ? undefined : value));
}

/** The expression of a search, with its places in the whole; the quote before it is one character. */
function searchSource({ text, at }: Extract<SetItem, { kind: "search" }>, written: Written): SourceText {
  const source = written.source ?? plainSource(written.text);
  return { text, place: (offset) => source.place(at.start + 1 + offset) };
}

function notComparable(item: Extract<SetItem, { kind: "search" }>, written: Written): AppError {
  const { params, issues } = placeIn(written, item.at, "not comparable");
  const message = `In "${written.text}", the comparison "${item.text}" needs a number or a day such as 2024-12-31.`;
  return new AppError("invalid", "query.expression", message, {
    params: { ...params, search: item.text },
    issues,
  });
}

function otherKind(field: CatalogField, of: CatalogField, item: SetItem, written: Written): AppError {
  const message = `In "${written.text}", values of "${of.name}" (${of.kind}) cannot be values of "${field.name}" (${field.kind}).`;
  return new AppError("invalid", "query.expression", message, {
    ...placeIn(written, item.at, "fields of different kinds"),
  });
}

/** `query.set_missing`: no bookmark of that name, no earlier selections. */
function unknownSet(base: string, at: Span, names: string[], written: Written): AppError {
  const { text } = written;
  const { params, issues } = placeIn(written, at, `no set "${base}"`);
  const guess = nearest(base, names);
  const what = /^\$_?\d+$/.test(base)
    ? `In "${text}", the set "${base}" needs the selections before or after, which are not given here.`
    : `In "${text}", there is no bookmark for the set "${base}".`;
  return new AppError("invalid", "query.set_missing", what, {
    advice: guess
      ? `Did you mean "${guess}"?`
      : "There are {$} (what is selected), {1} (everything) and {<Field={values}>}.",
    params: { ...params, set: base },
    issues,
  });
}
