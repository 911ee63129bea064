import type {
  Answer,
  Batch,
  CellValue,
  CubeQuestion,
  CubeSort,
  FieldType,
  PivotQuestion,
  Question,
  Selections,
  ValueState,
  ValuesQuestion,
} from "@/server/platform/model";
import { evaluate, type Scope } from "./expression";
import type { Row } from "./rows";

const ORDER: readonly ValueState[] = ["L", "S", "XS", "O", "A", "X"];

type Ground = Pick<Batch, "selections" | "locked">;

const matches = (row: Row, selections: Selections, but?: string) =>
  Object.entries(selections).every(([field, values]) => field === but || values.includes(row[field] ?? null));

/** Answers a question from rows by brute force. For the gallery: clear, not fast. */
export function answerFrom(rows: Row[], ground: Ground, question: Question): Answer {
  try {
    if (question.kind === "values") return values(rows, ground, question);
    if (question.kind === "find" || question.kind === "select")
      throw new Error("Searching all fields needs an app of its own.");
    return question.kind === "cube" ? cube(rows, ground, question) : pivot(rows, ground, question);
  } catch (error) {
    return {
      kind: "error",
      code: "gallery.expression",
      message: error instanceof Error ? error.message : "",
    };
  }
}

/** Measures over the rows that also have `fixed`. */
function measured(
  rows: Row[],
  { selections = {} }: Ground,
  fixed: Selections,
  measures: string[],
): CellValue[] {
  const scope: Scope = (changes) => {
    const own = { ...selections };
    for (const [field, list] of Object.entries(changes))
      if (list === null) delete own[field];
      else own[field] = list;
    return rows.filter((row) => matches(row, own) && matches(row, fixed));
  };
  return measures.map((measure) => evaluate(measure.replace(/^=/, ""), scope));
}

const distinct = (rows: Row[], field: string): CellValue[] => [
  ...new Set(rows.map((row) => row[field] ?? null)),
];

export function statesOf(
  rows: Row[],
  { selections = {}, locked = [] }: Ground,
  field: string,
): Map<CellValue, ValueState> {
  const own = selections[field];
  const reachable = new Set(
    distinct(
      rows.filter((row) => matches(row, selections, field)),
      field,
    ),
  );
  const state = (value: CellValue): ValueState => {
    const selected = own?.includes(value);
    if (!reachable.has(value)) return selected ? "XS" : "X";
    if (selected) return locked.includes(field) ? "L" : "S";
    return own ? "A" : "O";
  };
  return new Map(distinct(rows, field).map((value) => [value, state(value)]));
}

function values(rows: Row[], ground: Ground, question: ValuesQuestion): Answer {
  const { field, limit = 200, offset = 0, measure, search = "" } = question;
  const states = statesOf(rows, ground, field);
  const counts: Partial<Record<ValueState, number>> = {};
  for (const state of states.values()) counts[state] = (counts[state] ?? 0) + 1;
  const free: Ground = { selections: { ...ground.selections, [field]: distinct(rows, field) } };
  const list = [...states]
    .filter(([value]) => finds(value, search))
    .map(([value, state]) => ({
      value,
      state,
      frequency: rows.filter((row) => row[field] === value && matches(row, free.selections ?? {})).length,
      ...(measure ? { measure: measured(rows, free, { [field]: [value] }, [measure])[0] ?? null } : {}),
    }));
  list.sort((a, b) => {
    const byState = question.sort === "state" ? ORDER.indexOf(a.state) - ORDER.indexOf(b.state) : 0;
    const size = (v: typeof a) => Number(measure ? v.measure : v.frequency);
    return (
      byState ||
      (question.sort === "state" || question.sort === "measure"
        ? size(b) - size(a)
        : compare(a.value, b.value))
    );
  });
  return { kind: "values", field, values: list.slice(offset, offset + limit), total: list.length, counts };
}

function finds(value: CellValue, search: string): boolean {
  const number = search.match(/^(<=|>=|<|>)\s*([\d.]+)$/);
  if (number) {
    const [a, b] = [Number(value), Number(number[2])];
    return number[1]?.startsWith(">") ? a > b : a < b;
  }
  const pattern = search
    .replace(/[.+^$()|[\]\\{}]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(/[*?]/.test(search) ? `^${pattern}$` : pattern, "i").test(String(value));
}

const compare = (a: CellValue | undefined, b: CellValue | undefined): number =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a ?? "").localeCompare(String(b ?? ""));

function cube(rows: Row[], ground: Ground, question: CubeQuestion): Answer {
  const { measures, sort = [], limit = 1000, offset = 0 } = question;
  const fields = question.dimensions.map((d) => d.expression);
  const first = fields[0];
  const own =
    first && question.alternatives ? { ...ground, selections: without(ground.selections, first) } : ground;
  const inside = rows.filter((row) => matches(row, own.selections ?? {}));
  const all = groups(inside, fields).map((key) => [
    ...key,
    ...measured(rows, own, fixedBy(fields, key), measures),
  ]);
  const states = first ? statesOf(rows, ground, first) : undefined;
  const stateOf = (row: CellValue[]) => states?.get(row[0] ?? null) ?? "O";
  const kept = all.filter((row) => fields.length === 0 || row.slice(fields.length).some((v) => v !== null));
  kept.sort((a, b) => bySort(a, b, sort, stateOf));
  const shown = kept.slice(offset, offset + limit);
  const rest = kept.slice(offset + limit);
  const type = (column: number): FieldType => (typeof kept[0]?.[column] === "number" ? "number" : "text");
  return {
    kind: "cube",
    columns: [...fields, ...measures].map((name, i) => ({
      name,
      kind: i < fields.length ? "dimension" : "measure",
      type: type(i),
    })),
    rows: shown,
    ...(states ? { states: shown.map(stateOf) } : {}),
    ...(question.others && first && rest.length > 0
      ? {
          others: {
            count: rest.length,
            measures: measured(rows, own, { [first]: rest.map((r) => r[0] ?? null) }, measures),
          },
        }
      : {}),
    ...(question.totals ? { totals: measured(rows, ground, {}, measures) } : {}),
    rowCount: kept.length,
  };
}

function bySort(
  a: CellValue[],
  b: CellValue[],
  sort: CubeSort[],
  stateOf: (row: CellValue[]) => ValueState,
): number {
  for (const { column, order, as } of sort) {
    const byState = as === "state" ? ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)) : 0;
    if (byState !== 0) return byState;
    if (as === "state") continue;
    const [x, y] = [a[column] ?? null, b[column] ?? null];
    // What is missing stands last, whatever the direction.
    const by =
      x === null || y === null
        ? Number(x === null) - Number(y === null)
        : compare(x, y) * (order === "asc" ? 1 : -1);
    if (by !== 0) return by;
  }
  return 0;
}

function without(selections: Selections = {}, field: string): Selections {
  const { [field]: _, ...rest } = selections;
  return rest;
}

const fixedBy = (fields: string[], key: CellValue[]): Selections =>
  Object.fromEntries(fields.map((field, i) => [field, [key[i] ?? null]]));

/** Different combinations of values, in order of first appearance; one empty one without fields. */
function groups(rows: Row[], fields: string[]): CellValue[][] {
  const seen = new Map<string, CellValue[]>();
  if (fields.length === 0) return [[]];
  for (const row of rows) {
    const key = fields.map((field) => row[field] ?? null);
    seen.set(JSON.stringify(key), key);
  }
  return [...seen.values()];
}

function pivot(rows: Row[], ground: Ground, question: PivotQuestion): Answer {
  const { measures, expanded = [], limitRows = 500, limitColumns = 40 } = question;
  const [left, top] = [question.rows.map((d) => d.expression), question.columns.map((d) => d.expression)];
  const inside = rows.filter((row) => matches(row, ground.selections ?? {}));
  const allColumns = groups(inside, top).sort((a, b) => compare(a[0], b[0]));
  const columns = allColumns.slice(0, limitColumns);
  const at = (fixed: Selections) => measured(rows, ground, fixed, measures);
  const cells = (fixed: Selections) => columns.map((column) => at({ ...fixed, ...fixedBy(top, column) }));
  const open = new Set(expanded.map((path) => JSON.stringify(path)));
  const by = question.sort;
  const found: Extract<Answer, { kind: "pivot" }>["rows"] = [];
  const visit = (path: CellValue[]) => {
    const level = left.slice(0, path.length + 1);
    const fixed = fixedBy(left.slice(0, path.length), path);
    const keys = groups(
      inside.filter((row) => matches(row, fixed)),
      level,
    );
    const children = keys.map((key) => ({ path: key, totals: at({ ...fixed, ...fixedBy(level, key) }) }));
    children.sort((a, b) =>
      by
        ? compare(a.totals[by.measure], b.totals[by.measure]) * (by.order === "asc" ? 1 : -1)
        : compare(a.path.at(-1), b.path.at(-1)),
    );
    for (const child of children) {
      const isOpen = child.path.length < left.length && open.has(JSON.stringify(child.path));
      found.push({ ...child, open: isOpen, cells: cells(fixedBy(level, child.path)) });
      if (isOpen) visit(child.path);
    }
  };
  visit([]);
  return {
    kind: "pivot",
    columns,
    columnCount: allColumns.length,
    rows: found.slice(0, limitRows),
    rowCount: found.length,
    totals: { cells: cells({}), totals: at({}) },
  };
}
