/** What a generation holds, as an analytics platform tells it. Browser-safe. */
export interface DataModel {
  tables: ModelTable[];
  fields: ModelField[];
  /** Associations between tables: fields of equal name. */
  associations: { left: string; right: string; fields: string[] }[];
  /** Names of tables that close a circle; empty in a sound model. */
  loops: string[][];
  /** Tables sharing two or more fields; `name` of the table of their combinations. */
  syntheticKeys: { tables: string[]; fields: string[]; name?: string }[];
  /** Tables taken out of a circle or by the script; absent where the platform does not tell. */
  loosened?: LoosenedTable[];
  /** How well keys link: one entry per field that several tables hold, and per synthetic key. */
  keys?: ModelKey[];
  /** The script has section access: who asks decides the rows, and what this says is of all of them. */
  restricted?: true;
}

/** A table some of whose links do not count: selections do not go through them. */
export interface LoosenedTable {
  table: string;
  /** Fields by which it is no longer linked. */
  fields: string[];
  /** Tables of the circle this opens, itself among them; none where the script loosened it (LOOSEN TABLE). */
  circle: string[];
}

export interface ModelKey {
  /** One field, or the fields of a synthetic key. */
  fields: string[];
  /** Different values over all tables, NULL not counted. */
  distinct: number;
  sides: KeySide[];
}

/** A key in one of its tables, counted at the reload. Subset ratio: `distinct` by the key's `distinct`. */
export interface KeySide {
  table: string;
  /** Rows without a value (of a synthetic key: without one of its parts). */
  nulls: number;
  distinct: number;
  /** Rows whose value no other table has, and how many values these are. */
  danglingRows: number;
  danglingValues: number;
  /** `perfect`: every value once, none missing, no NULL; `primary`: every value at most once, no NULL; else `any`. */
  quality: "perfect" | "primary" | "any";
  /** Whether no value stands in two rows. */
  unique: boolean;
}

export interface ModelTable {
  name: string;
  rows: number;
  fields: string[];
  /** In the order of `fields`. Density: the share of rows that are not NULL. */
  columns?: ModelColumnFacts[];
  /** What the script says about it (`TAG TABLE`, `COMMENT TABLE`). */
  tags?: string[];
  comment?: string;
  /** The script loosened it (LOOSEN TABLE). */
  loosened?: true;
}

export interface ModelColumnFacts {
  field: string;
  nulls: number;
  /** Different values, NULL not counted. */
  distinct: number;
}

export type FieldType =
  | "integer"
  | "number"
  | "decimal"
  | "text"
  | "boolean"
  | "date"
  | "timestamp"
  | "time"
  | "dual";

export interface ModelField {
  name: string;
  type: FieldType;
  tables: string[];
  /** Different values, NULL not counted. */
  distinct: number;
  /** True where the field links tables. */
  key: boolean;
  /** Display format of numbers and dates (the script's), if one was given. */
  format?: string;
  /** What the script says about it (`TAG FIELD`, `COMMENT FIELD`). */
  tags?: string[];
  comment?: string;
}

/** JSON-safe value of a cell. Integers beyond 2^53 and decimals come as numbers where exact, else as text. */
export type CellValue = string | number | boolean | null;

/** Who asks, as the caller has proved it. Decides what an app with section access answers from. */
export interface Asker {
  /** The person's id; in an embed the token's `sub`. */
  user: string;
  email?: string;
  groups: readonly string[];
  /** Fields that do not exist for them, whatever they ask: names as in the data; upper and lower case are the same. */
  withheld?: readonly string[];
}

export interface Query {
  /** Field names, or expressions starting with `=`. */
  dimensions: string[];
  /** Expressions: aggregations of fields and arithmetic of them, for example `Sum(Sales)/Count(distinct Order)`. */
  measures: string[];
  /** Field → selected values; OR within a field, AND between fields. */
  selections?: Record<string, CellValue[]>;
  /** Index into dimensions then measures, negative numbers not allowed. */
  sort?: { column: number; order: "asc" | "desc" }[];
  /** Rows to return, 1 to 10,000; default 1,000. */
  limit?: number;
  offset?: number;
  /** Also compute every measure over everything selected (recomputed, never summed). */
  totals?: boolean;
}

export interface QueryResult {
  columns: { name: string; kind: "dimension" | "measure"; type: FieldType }[];
  rows: CellValue[][];
  /** One value per measure; absent unless asked for. */
  totals?: CellValue[];
  /** Rows there would be without limit and offset. */
  rowCount: number;
  /** Generation that answered. */
  generation: string;
}

/** selected, possible, alternative, excluded, selected but excluded, locked. */
export type ValueState = "S" | "O" | "A" | "X" | "XS" | "L";

export interface FieldValuesQuery {
  field: string;
  selections?: Record<string, CellValue[]>;
  /** `*` and `?` match; without them: contains, ignoring case. */
  search?: string;
  limit?: number;
  offset?: number;
}

export interface FieldValuesResult {
  field: string;
  values: { value: CellValue; state: ValueState; frequency: number }[];
  total: number;
  generation: string;
}

/** Field → selected values; OR within a field, AND between fields. */
export type Selections = Record<string, CellValue[]>;

/** Everything one click asks: the questions of a sheet under one selection, answered from one generation. */
export interface Batch {
  selections?: Selections;
  /** Fields whose selection is locked: their selected values have state `L`, or `XS` where others exclude them. */
  locked?: string[];
  /** Values of `$(name)` in expressions; a name that is not here is an error of its question. */
  variables?: Record<string, string | number>;
  /**
   * Selections that sets start from besides `$` and `1`, by name: bookmarks (`Sum({Spring} Sales)`), and the selections
   * before (`$1`, `$2`, …) and after (`$_1`, …) the current ones; a name that is not here is an error of its question.
   */
  sets?: Record<string, Selections>;
  /** Key chosen by the asker → question; at most 100. */
  questions: Record<string, Question>;
}

export type Question = CubeQuestion | PivotQuestion | ValuesQuestion | FindQuestion | SelectQuestion;

/** Rows of dimensions and measures. Without dimensions: one row, the measures over everything selected. */
export interface CubeQuestion {
  kind: "cube";
  dimensions: CubeDimension[];
  /** As in `Query`, with set analysis (`Sum({<Year={2024,$(=Max(Year))}, Region=>} Sales)`) and `$(name)`. */
  measures: string[];
  sort?: CubeSort[];
  /** Rows to return, 1 to 10,000; default 1,000. With `others`: values of the first dimension before the rest. */
  limit?: number;
  offset?: number;
  totals?: boolean;
  /** One more row at the end for all values beyond `limit`, its measures recomputed; one dimension only. */
  others?: boolean;
  /** Default `show`. `hide`: rows all of whose measures are zero or NULL are left out; totals and `others` are as before. */
  zeros?: "hide" | "show";
  /**
   * Keeps values that the selection in the first dimension's own field leaves out: its rows come with states, the
   * measures of an alternative value as if it were selected too. One dimension that is a field only.
   */
  alternatives?: boolean;
}

export interface CubeDimension {
  /** A field name, or an expression starting with `=`. */
  expression: string;
  /** Default `hide`: rows where it is NULL are left out. */
  nulls?: "hide" | "show";
}

export interface CubeSort {
  /** Index into dimensions then measures. */
  column: number;
  order: "asc" | "desc";
  /** Default: numbers by value, texts by alphabet. `load`: by first appearance; `state`: selected, possible, … */
  as?: "value" | "text" | "load" | "state";
}

/** A cross table: measures by rows and columns, with totals of every level, recomputed and never summed. */
export interface PivotQuestion {
  kind: "pivot";
  rows: CubeDimension[];
  columns: CubeDimension[];
  measures: string[];
  /** Paths of row values that are open; absent: all closed but the first level. */
  expanded?: CellValue[][];
  /** Sorts every level by this measure (of the row's total), or by the value where absent; columns always by value. */
  sort?: { measure: number; order: "asc" | "desc" };
  /** Rows to return, default 500; columns, default 40. */
  limitRows?: number;
  limitColumns?: number;
}

/** The values of one field with their states, as a list box shows them. */
export interface ValuesQuestion {
  kind: "values";
  field: string;
  /**
   * Text (`*` and `?` match, else contains), `>100`, `>=5<10`, a range `10..20`, with numbers or ISO days; ignores case.
   */
  search?: string;
  limit?: number;
  offset?: number;
  /** Default `value`; equal ones by value. */
  sort?: "state" | "value" | "text" | "load" | "frequency" | "measure";
  /** Default `asc`; of frequency and measure `desc`. */
  order?: "asc" | "desc";
  /** One figure per value beside its frequency: without the field's own selection, null where there are no rows. */
  measure?: string;
}

/** Searches the values of all fields at once, as a list box searches one. */
export interface FindQuestion {
  kind: "find";
  search: string;
  /** Fields to search in; default all. */
  fields?: string[];
  /** Values told per field, default 5; and fields told, default 20, those with most found values first. */
  limit?: number;
  limitFields?: number;
}

/**
 * What a field's selection becomes by one act of a list box. `possible` are the values selected or possible now,
 * `excluded` those that are alternative or excluded: all but the possible ones.
 */
export interface SelectQuestion {
  kind: "select";
  field: string;
  what: "all" | "possible" | "alternative" | "excluded";
  /** Only values this finds, as a list box searches: text, `>=5<10`, `2024-01-01..2024-03-31`. */
  search?: string;
}

export type Answer = CubeAnswer | PivotAnswer | ValuesAnswer | FindAnswer | SelectAnswer | QuestionError;

export interface CubeAnswer {
  kind: "cube";
  columns: { name: string; kind: "dimension" | "measure"; type: FieldType; format?: string }[];
  rows: CellValue[][];
  /** State of the first dimension's value, one per row; present where that dimension is a field. */
  states?: ValueState[];
  /** The rest beyond `limit`: one value per measure, and how many values it stands for. */
  others?: { count: number; measures: CellValue[] };
  totals?: CellValue[];
  /** Rows there would be without limit and offset. */
  rowCount: number;
}

export interface PivotAnswer {
  kind: "pivot";
  /** Header paths, leftmost first: one value per column dimension. Empty path: no column dimension. */
  columns: CellValue[][];
  /** Columns there would be without limit. */
  columnCount: number;
  rows: {
    /** Values from the outermost dimension down; shorter than `rows` for a row that has children. */
    path: CellValue[];
    open: boolean;
    /** `cells[column][measure]`; NULL where there are no data. */
    cells: CellValue[][];
    /** Over all columns, one value per measure. */
    totals: CellValue[];
  }[];
  rowCount: number;
  /** Over all rows: `totals.cells[column][measure]` and over everything. */
  totals: { cells: CellValue[][]; totals: CellValue[] };
}

export interface ValuesAnswer {
  kind: "values";
  field: string;
  values: { value: CellValue; state: ValueState; frequency: number; measure?: CellValue }[];
  /** Values found by the search (all of them without one). */
  total: number;
  /** Values of the whole field by state, whatever the search. */
  counts: Partial<Record<ValueState, number>>;
}

export interface FindAnswer {
  kind: "find";
  /** Fields with values found; possible values first, `total` counts all. */
  fields: { field: string; total: number; values: { value: CellValue; state: ValueState }[] }[];
  /** Fields with values found, also beyond `limitFields`. */
  fieldCount: number;
}

export interface SelectAnswer {
  kind: "select";
  field: string;
  /** In order; none: nothing fits, and the selection stays. */
  values: CellValue[];
}

/** One question that could not be answered; the others of the batch are. */
export interface QuestionError {
  kind: "error";
  code: string;
  /** What, where and what to do. */
  message: string;
  /** Where in the expression, from 1, and the piece of its text that stands there. */
  line?: number;
  column?: number;
  part?: string;
}

export interface BatchAnswer {
  generation: string;
  answers: Record<string, Answer>;
  /** State counts of every field that has a selection (for chips), whatever was asked. */
  fields: Record<string, { counts: Partial<Record<ValueState, number>>; distinct: number }>;
}
