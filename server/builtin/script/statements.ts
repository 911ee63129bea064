import type { Expr, Place, Span } from "./ast";

/** A statement after dollar expansion. Names carry their place for messages. */
export interface Name {
  value: string;
  at: Span;
}

export type Statement =
  | { kind: "set"; name: string; value: string }
  | { kind: "let"; name: string; expr: Expr | null }
  | { kind: "connect"; name: string }
  | { kind: "disconnect" }
  | TableStatement
  | { kind: "drop-tables"; tables: Name[] }
  | { kind: "drop-fields"; fields: Name[]; from: Name[] }
  | { kind: "rename"; what: "table" | "field"; pairs: { from: Name; to: Name }[]; using?: Name }
  | { kind: "qualify"; on: boolean; patterns: string[] }
  | { kind: "store"; table: Name; fields: StoredField[]; path: string; at: Span; format: FileFormat }
  | { kind: "trace"; text: string }
  | { kind: "sleep"; ms: number }
  | { kind: "exit"; from: "script" | "for" | "do" | "sub"; condition: Expr | null; unless: boolean }
  | { kind: "call"; name: Name; args: Expr[] };

export interface StoredField {
  field: Name;
  as: string;
}

/** A LOAD or SELECT with its label and prefixes. Loads without a source feed on the next one or on `select`. */
export interface TableStatement {
  kind: "table";
  label?: Name;
  prefix: Prefix;
  load?: Load;
  /** SQL to pass through, as expanded. */
  select?: { sql: string; at: Place };
}

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
  | { kind: "files"; paths: Name[]; format: FileFormat };

export interface FileFormat {
  type: "csv" | "txt" | "parquet" | "qvd";
  labels: "embedded" | "none";
  delimiter?: string;
  /** Column ends are runs of blanks. */
  spaces?: boolean;
  quotes: boolean;
  headerLines: number;
  /** 65001 is UTF-8, 1252 Western European, 28591 Latin-1, 1200 UTF-16. */
  codepage: number;
  comment?: string;
  at?: Span;
}
