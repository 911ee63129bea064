import type { ReloadProgress, StepError, TableMapping } from "@/db/schema";
import type { StoredConnection } from "@/server/builtin/objects";
import type {
  GenerationFacts,
  ReloadLogLine,
  StartReloadSpec,
  TableDeclaration,
} from "@/server/platform/port";
import type { DataKey } from "@/server/shared/keyring";

/** Everything a reload process is told. Goes by IPC only: never in its arguments or environment. */
export interface ReloadJob {
  tenant: string;
  app: string;
  title: string;
  reload: string;
  generation: string;
  /** Generation it starts from; without one everything is loaded anew. */
  from?: string;
  /** Only what says so is loaded; else tables of that generation are taken where they hold what is to be read. */
  partial?: true;
  attempt: number;
  script: string;
  parameters: Record<string, string | number | boolean | null>;
  tables: TableDeclaration[];
  mapping: Record<string, TableMapping>;
  /** Slot → connection name. */
  slots: Record<string, string>;
  /** Name → connection, without secrets; those are asked for one by one. */
  connections: Record<string, StoredConnection>;
  files: { path: string; sha256: string }[];
  limits: StartReloadSpec["limits"];
  /** ISO instant that `Now()` starts from. */
  now: string;
  zone: string;
  /** Absolute paths. */
  folders: { generations: string; templates: string; stored: string };
  /** The new generation's working file. */
  file: string;
  /** Folder DuckDB may spill to. */
  spill: string;
}

/** What the process asks the portal, because only that knows: secrets, and where sources may reach. */
export interface Questions {
  secret: { ask: { connection: string }; answer: string | null };
  host: { ask: { host: string; port: number }; answer: { address: string; listed: boolean } };
  path: { ask: { path: string }; answer: string };
}

export type Question = { [Q in keyof Questions]: { what: Q } & Questions[Q]["ask"] }[keyof Questions];

/** An AppError as data. */
export interface ErrorData {
  kind: string;
  code: string;
  message: string;
  advice?: string;
  retryable?: boolean;
  issues?: { path: string; message: string; line?: number; column?: number }[];
  params?: Record<string, unknown>;
}

export type ToChild =
  | { type: "run"; job: ReloadJob; key: DataKey }
  | { type: "cancel" }
  | { type: "answer"; id: number; value: unknown }
  | { type: "refusal"; id: number; error: ErrorData };

export type FromChild =
  | { type: "ready" }
  /** Bytes the runtime itself holds, its database opened and empty; limits count what comes on top. */
  | { type: "base"; rss: number }
  | { type: "question"; id: number; question: Question }
  | { type: "progress"; progress: ReloadProgress; rss: number }
  | { type: "log"; lines: Omit<ReloadLogLine, "seq">[] }
  | { type: "done"; facts: GenerationFacts }
  | { type: "failed"; state: "failed" | "cancelled" | "limit-exceeded"; error: StepError; cause?: string };

/** How one attempt ended. `interrupted`: its process is gone and nothing is known; it can be started again. */
export type ReloadEnd =
  | { state: "succeeded"; facts: GenerationFacts }
  | { state: "failed" | "cancelled" | "limit-exceeded"; error: StepError }
  | { state: "interrupted" };
