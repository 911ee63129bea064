import type { QvdHeader } from "@/server/builtin/formats/qvd/header";
import type { SourceSession } from "@/server/builtin/sources/port";
import type { Block } from "../blocks";
import type { Typed } from "../convert";
import type { HiddenTable, KeptTable, LibFile, ScriptHost, SequenceValue } from "../port";
import type { Catalog } from "./catalog";
import type { FieldRules } from "./field-rules";
import type { Notes } from "./notes";
import type { Progress } from "./progress";
import type { ScriptErrors } from "./script-errors";
import type { Variables } from "./variables";
import type { WorkDb } from "./work-db";

/** Everything one run of a script knows. */
export interface Run {
  host: ScriptHost;
  /** Tables of the run before that can still be taken over, by the mark of their QVD. */
  kept: Map<string, KeptTable>;
  /** Its other tables. */
  others: readonly HiddenTable[];
  db: WorkDb;
  catalog: Catalog;
  variables: Variables;
  mappings: Map<string, Mapping>;
  /** Files by the paths that expressions named last; undefined where there is none. */
  files: Map<string, LibFile | undefined>;
  /** Headers of the QVDs that functions named, by the path they gave. */
  qvds: Map<string, QvdHeader | undefined>;
  subs: Map<string, Sub>;
  /** Tables of numbers given out by AutoNumber, by their id. */
  autoNumbers: Map<string, string>;
  progress: Progress;
  warnings: Set<string>;
  errors: ScriptErrors;
  qualify: QualifyRules;
  rules: FieldRules;
  notes: Notes;
  /** How far MERGE statements are, by the variables they name for it. */
  sequences: Map<string, SequenceValue>;
  /** The connection SELECT goes to. */
  session: SourceSession | null;
  sessions: Map<string, SourceSession>;
  /** Statements run so far; loops count each round. */
  executed: number;
  /** SUBs being run inside each other. */
  callDepth: number;
  /** What EXIT can leave here. A SUB's body leaves none of the loops around its CALL. */
  open: { for: number; do: number; sub: number };
  /** Parameters of the SUB being run: without a value they are NULL. */
  parameters: readonly string[];
  /** Set once `SECTION ACCESS` was run: without rows in it, nobody has access. `star`: what stands for all values there. */
  access: { star: string } | null;
  evaluate: Evaluate;
}

/** A mapping table: a temporary table of columns `k` (each once) and `v`. */
export interface Mapping {
  table: string;
  key: Typed;
  value: Typed;
  /** Its keys and values as texts, for MapSubstring; undefined where there are too many. */
  pairs: [string, string][] | undefined;
}

export interface Sub {
  name: string;
  params: string[];
  body: Block[];
}

/** Patterns of field names that are qualified, and of those that are not after all; the last word counts. */
export interface QualifyRules {
  rules: { pattern: string; on: boolean; exact: boolean }[];
}

export interface Evaluated {
  /** NULL is null. */
  text: string | null;
  number: number | null;
}

export type Evaluate = (expr: import("../ast").Expr) => Promise<Evaluated>;
