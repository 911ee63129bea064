import type { Span } from "./ast";

interface Named {
  value: string;
  at: Span;
}

/** Statements about fields and tables by their names. Patterns are names that may hold `*` and `?`. */
export type FieldStatement =
  | { kind: "alias"; pairs: { from: string; to: string }[] }
  /** `reload`: ADD or REPLACE stands before it, and it holds in partial reloads too. */
  | { kind: "map"; patterns: string[]; using: Named; reload?: { only: boolean } }
  | { kind: "unmap"; patterns: string[] }
  /** NULLASVALUE (`on`) and NULLASNULL. */
  | { kind: "null-as-value"; on: boolean; patterns: string[] }
  | { kind: "comment"; what: NotedKind; patterns: string[]; note: { text: string } | { using: Named } }
  /** TAG (`on`) and UNTAG. */
  | {
      kind: "tag";
      on: boolean;
      what: NotedKind;
      patterns: string[];
      note: { tags: string[] } | { using: Named };
    }
  | { kind: "autonumber"; patterns: string[]; using?: string }
  /** The text that stands for all values; undefined: there is none. */
  | { kind: "star"; symbol?: string; at: Span }
  /** Known, and without any effect here. */
  | { kind: "idle"; word: "flushlog" | "search" };

export type NotedKind = "field" | "table";
