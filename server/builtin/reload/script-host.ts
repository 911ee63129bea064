import type { DuckDBConnection } from "@duckdb/node-api";
import type { ScriptHost } from "@/server/builtin/script/port";
import { LibFiles } from "./lib-files";
import type { ReloadJob } from "./messages";
import type { ParentLink } from "./parent-link";
import type { Sessions } from "./sessions";
import { scriptVariables } from "./variables";

const STATEMENTS = 1_000_000;
const LOOP_ROUNDS = 10_000_000;
const EXPANSION_DEPTH = 20;
/** What may be read for each byte of the plan's storage: data are stored in a fifth of their text, or less. */
const READ_PER_STORED = 20;

/** What the script of this job may reach. */
export async function scriptHost(
  job: ReloadJob,
  link: ParentLink,
  sessions: Sessions,
  db: DuckDBConnection,
): Promise<ScriptHost> {
  const connect = (name: string) => sessions.connect(name);
  const files = new LibFiles(job, (path) => link.ask("path", { path }), sessions);
  return {
    db,
    connect,
    files: (path) => files.list(path),
    folders: (path) => files.folders(path),
    target: (path) => files.write(path),
    include: (path) => files.include(path),
    variables: await scriptVariables(job, connect),
    now: new Date(job.now),
    zone: job.zone,
    documentName: job.title,
    signal: link.signal,
    limits: {
      rows: job.limits.rows,
      bytes: job.limits.storageMb * READ_PER_STORED * 1_000_000,
      statements: STATEMENTS,
      loopRounds: LOOP_ROUNDS,
      expansionDepth: EXPANSION_DEPTH,
      sqlTimeoutMs: job.limits.seconds * 1000,
    },
    log: (level, source, message) => link.log(level, source, message),
    progress: (progress) => link.report(progress),
  };
}
