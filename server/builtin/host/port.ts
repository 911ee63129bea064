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

/** Answers questions from generations, in child processes that open them read-only and reach nothing else. */
export interface EngineHosts {
  query(id: GenerationId, query: Query, signal?: AbortSignal): Promise<QueryResult>;
  fieldValues(id: GenerationId, query: FieldValuesQuery, signal?: AbortSignal): Promise<FieldValuesResult>;
  /** All questions of one click in one round trip. */
  ask(id: GenerationId, batch: Batch, signal?: AbortSignal): Promise<BatchAnswer>;
  model(id: GenerationId): Promise<DataModel>;
  /** Closes a generation's instance and removes its scratch file, once idle. */
  release(id: GenerationId): Promise<void>;
  stats(): { hosts: number; open: number; bytes: number; queries: number };
  close(): Promise<void>;
}
