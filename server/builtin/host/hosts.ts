import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { AnswerFor } from "@/server/builtin/access";
import type { GenerationId, GenerationStore } from "@/server/builtin/files/port";
import type { BatchAnswer, DataModel, FieldValuesResult, QueryResult } from "@/server/platform/model";
import type { OnUsage } from "@/server/platform/port";
import type { DataKey } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { cannotWrite } from "@/server/shared/unwritable";
import { Host } from "./host";
import { type QuestionLimits, usualLimits } from "./limits";
import type { Answering, EngineHosts } from "./port";
import type { Question } from "./protocol";

export interface EngineHostsOptions {
  /** How many host processes; by default one per core, at most two. */
  count?: number;
  /** Folder for unsealed files; wiped at start and at the end. */
  scratch: string;
  generations: GenerationStore;
  /** Data key a generation was sealed with; `keyId` is the one its file names, null where it names none. */
  key(tenant: string, generation: string, keyId: string | null): Promise<DataKey>;
  entry: ProcessEntry;
  /** A host's thread for large passes; without, it goes over them alone. */
  helper?: ProcessEntry;
  log: Logger;
  /** Told the CPU seconds of every question somebody asked. */
  onUsage?: OnUsage;
  /** Byte budget of one host: unsealed files and what the engine keeps of them in memory. Default 1 GiB. */
  maxBytes?: number;
  /** Longest a statement may run. Default 30 s. */
  timeoutMs?: number;
  /**
   * What a tenant's questions may take, as its plan says; null: what this host gives. Asked before every question. The
   * host gives no more memory than it can afford; other memory than an app is open with opens it anew.
   */
  limits?(tenant: string): Promise<QuestionLimits | null>;
}

const DEFAULT_BUDGET = 1024 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Engine hosts in child processes, started at the first question. An app is always answered by the same host.
 * Errors besides those of queries: `generations.*`, `engine.too_large`, `engine.busy`, `engine.crashed`,
 * `engine.closed`.
 */
export function createEngineHosts(options: EngineHostsOptions): EngineHosts {
  const maxBytes = options.maxBytes ?? DEFAULT_BUDGET;
  const count = Math.max(1, options.count ?? Math.min(availableParallelism(), 2));
  const usual = usualLimits(maxBytes, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const hosts = Array.from(
    { length: count },
    (_, i) =>
      new Host({
        generations: options.generations,
        key: options.key,
        entry: options.entry,
        ...(options.helper ? { helper: options.helper } : {}),
        log: options.log,
        ...(options.onUsage ? { onUsage: options.onUsage } : {}),
        folder: join(options.scratch, `host-${i}`),
        maxBytes,
        ...usual,
        ...(options.limits ? { limits: options.limits } : {}),
        codeBytes: maxBytes / 4,
      }),
  );
  const wipe = () => rm(options.scratch, { recursive: true, force: true });
  const makeFolder = (_: Host, i: number) =>
    mkdir(join(options.scratch, `host-${i}`), { recursive: true, mode: 0o700 });
  let prepared: Promise<unknown> | undefined;
  /** Once; a disk that can't be written is tried again with the next question. */
  const prepare = () => {
    prepared ??= wipe()
      .then(() => Promise.all(hosts.map(makeFolder)))
      .catch((error: unknown) => {
        prepared = undefined;
        throw cannotWrite(error);
      });
    return prepared;
  };
  // Told to whoever asks first; until then nobody waits for it.
  prepare().catch(() => undefined);
  const answering = (asker: AnswerFor): Answering => {
    const ask = async (id: GenerationId, question: Question, signal?: AbortSignal) => {
      await prepare();
      return hostOf(hosts, id).ask(id, question, signal, asker);
    };
    return {
      query: (id, input, signal) => ask(id, { kind: "query", input }, signal) as Promise<QueryResult>,
      fieldValues: (id, input, signal) =>
        ask(id, { kind: "fieldValues", input }, signal) as Promise<FieldValuesResult>,
      ask: (id, input, signal) => ask(id, { kind: "ask", input }, signal) as Promise<BatchAnswer>,
      model: (id) => ask(id, { kind: "model" }) as Promise<DataModel>,
    };
  };
  return {
    ...answering(null),
    for: answering,
    release: async (id) => hostOf(hosts, id).residents.forget(id),
    stats: () => ({
      hosts: hosts.filter((h) => h.pid !== undefined).length,
      open: sum(hosts, (h) => h.residents.open),
      bytes: sum(hosts, (h) => h.residents.bytes),
      queries: sum(hosts, (h) => h.questions),
    }),
    async close() {
      await Promise.all(hosts.map((h) => h.close()));
      await prepared?.catch(() => undefined);
      await wipe();
    },
  };
}

function hostOf(hosts: readonly Host[], id: GenerationId): Host {
  const hash = createHash("sha256")
    .update(JSON.stringify([id.tenant, id.app]))
    .digest()
    .readUInt32BE(0);
  const host = hosts[hash % hosts.length];
  if (!host) throw new Error("There is no engine host.");
  return host;
}

function sum(hosts: readonly Host[], of: (host: Host) => number): number {
  return hosts.reduce((total, host) => total + of(host), 0);
}
