import type { AnswerFor } from "@/server/builtin/access";
import type { GenerationId } from "@/server/builtin/files/port";
import type {
  Batch,
  BatchAnswer,
  DataModel,
  FieldValuesQuery,
  FieldValuesResult,
  Query,
  QueryResult,
} from "@/server/platform/model";

/** Questions about generations. */
export interface Answering {
  query(id: GenerationId, query: Query, signal?: AbortSignal): Promise<QueryResult>;
  fieldValues(id: GenerationId, query: FieldValuesQuery, signal?: AbortSignal): Promise<FieldValuesResult>;
  /** All questions of one click in one round trip. */
  ask(id: GenerationId, batch: Batch, signal?: AbortSignal): Promise<BatchAnswer>;
  model(id: GenerationId): Promise<DataModel>;
}

/**
 * Answers questions from generations, in child processes that open them read-only and reach nothing else. Asked directly
 * it answers nobody: a generation with section access refuses (`query.no_access`).
 */
export interface EngineHosts extends Answering {
  /** Answers for a person, or from `everything`: for checks of the platform's own, never for somebody's question. */
  for(asker: AnswerFor): Answering;
  /** Closes a generation's instance and removes its scratch file, once idle. */
  release(id: GenerationId): Promise<void>;
  stats(): { hosts: number; open: number; bytes: number; queries: number };
  close(): Promise<void>;
}
