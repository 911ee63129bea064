import type { Expr, Place, Span } from "./ast";
import type { Constraint } from "./constraint";
import type { FieldStatement } from "./field-statements";

/** A statement after dollar expansion. Names carry their place for messages. */
export interface Name {
  value: string;
  at: Span;
}

export type Statement =
  | FieldStatement
  /** `quoted`: the value stood in single quotes. */
  | { kind: "set"; name: string; value: string; quoted: boolean }
  | { kind: "let"; name: string; expr: Expr | null }
  | { kind: "connect"; name: string }
  | { kind: "disconnect" }
  | { kind: "section"; section: "access" | "application" }
  | TableStatement
  | { kind: "drop-tables"; tables: Name[] }
  /** Links of these tables do not count. */
  | { kind: "loosen"; tables: Name[] }
  | { kind: "drop-fields"; fields: Name[]; from: Name[] }
  | { kind: "rename"; what: "table" | "field"; pairs: { from: Name; to: Name }[]; using?: Name }
  | { kind: "qualify"; on: boolean; patterns: string[] }
  | { kind: "store"; table: Name; fields: StoredField[]; path: string; at: Span; format: FileFormat }
  | { kind: "constrain"; name: string; constraint: Constraint | null }
  | { kind: "trace"; text: string }
  | { kind: "sleep"; ms: number }
  | { kind: "exit"; from: "script" | "for" | "do" | "sub"; condition: Expr | null; unless: boolean }
  | { kind: "call"; name: Name; args: Expr[] }
  /** `WHEN c …` or `UNLESS c …`: run only where the condition holds, or does not. */
  | { kind: "conditional"; condition: Expr; unless: boolean; statement: Statement };

export interface StoredField {
  field: Name;
  as: string;
}

/** A LOAD or SELECT with its label and prefixes. Loads without a source feed on the next one or on `select`. */
export interface TableStatement {
  kind: "table";
  label?: Name;
  prefix: Prefix;
  /** Where it is there, the statement runs in a partial reload too. */
  reload?: ReloadPrefix;
  /** Where it is there, the rows are kept in a file and read from it as long as it is fresh. */
  buffer?: BufferPrefix;
  load?: Load;
  select?: Select;
}

export interface BufferPrefix {
  /** How old the kept rows may be; undefined: any age. */
  staleHours?: number;
  /** Of a growing text file only what was appended is read. */
  incremental?: true;
  at: Span;
}

/** SQL to pass through, as expanded. */
export interface Select {
  sql: string;
  at: Place;
  /** What its prefixes make of its rows. */
  shape?: Shape;
}

/** FIRST and SAMPLE take some of the rows, a transformation then makes other rows of them. */
export interface Shape {
  first?: Expr;
  sample?: Expr;
  transform?: Transform;
}

export type Transform = Crosstable | Generic | IntervalMatch | Hierarchy | BelongsTo;

export interface Crosstable {
  kind: "crosstable";
  attribute: Name;
  data: Name;
  /** How many fields stay in front. */
  keep: number;
  at: Span;
}

export interface Generic {
  kind: "generic";
  at: Span;
}

export interface IntervalMatch {
  kind: "intervalmatch";
  field: Name;
  keys: Name[];
  at: Span;
}

/** The fields of a table that has one row for every node and tells the node's parent. */
export interface NodeFields {
  id: Name;
  parent: Name;
  name: Name;
}

export interface Hierarchy extends NodeFields {
  kind: "hierarchy";
  parentName?: Name;
  /** The field paths are made of; without it the node's name. */
  pathSource?: Name;
  pathName?: Name;
  delimiter: string;
  depth?: Name;
  at: Span;
}

export interface BelongsTo extends NodeFields {
  kind: "hierarchybelongsto";
  ancestorId: Name;
  ancestorName: Name;
  depthDiff?: Name;
  at: Span;
}

/** ADD, REPLACE or MERGE. With ONLY the statement runs in partial reloads alone. */
export type ReloadPrefix = { only: boolean; at: Span } & (
  | { kind: "add" | "replace" }
  | { kind: "merge"; keys: Name[]; sequence?: { field: Name; variable?: Name } }
);

export type Prefix =
  | { kind: "none" }
  | { kind: "noconcatenate" }
  | { kind: "concatenate"; table?: Name }
  | { kind: "mapping" }
  | { kind: "join"; how: JoinKind; table?: Name }
  | { kind: "keep"; how: Exclude<JoinKind, "outer">; table?: Name };

export type JoinKind = "inner" | "left" | "right" | "outer";

export interface Load {
  distinct: boolean;
  items: LoadItem[];
  source?: LoadSource;
  where?: Expr;
  while?: Expr;
  groupBy?: Expr[];
  orderBy?: { expr: Expr; descending: boolean }[];
  /** What its prefixes make of its rows. */
  shape?: Shape;
  at: Span;
}

export type LoadItem =
  | { kind: "all"; at: Span }
  /** `name` is the alias, or the expression's own text. */
  | { kind: "expr"; expr: Expr; name: string; at: Span };

export type LoadSource =
  | { kind: "resident"; table: Name }
  | { kind: "inline"; data: string; format: FileFormat; at: Span }
  | { kind: "autogenerate"; count: Expr }
  /** Texts of a field, each read like a file. */
  | { kind: "from-field"; table: Name; field: Name; format: FileFormat }
  | { kind: "files"; paths: Name[]; format: FileFormat };

export interface FileFormat {
  type: "csv" | "txt" | "parquet" | "qvd" | "json" | "ooxml" | "fix";
  labels: "embedded" | "none";
  delimiter?: string;
  /** Column ends are runs of blanks. */
  spaces?: boolean;
  quotes: boolean;
  /** Values may stand in single quotes, too. */
  singleQuotes?: boolean;
  headerLines: number;
  /** One of CODEPAGES; 65001 is UTF-8. */
  codepage: number;
  comment?: string;
  /** Bytes of a fixed record; undefined: a record is a line. */
  recordBytes?: number;
  /** Sheet of a workbook. */
  table?: string;
  at?: Span;
}
