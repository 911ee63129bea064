import { rm } from "node:fs/promises";
import { buildAccess, leftOut } from "@/server/builtin/access";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { saveModel } from "@/server/builtin/associative/metadata";
import { buildModel, publicModel } from "@/server/builtin/associative/model";
import { modelNotes } from "@/server/builtin/associative/model-notes";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { ValueTables } from "@/server/builtin/associative/value-tables";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import { logPath } from "@/server/builtin/files/paths";
import type { Opened, Stored } from "@/server/builtin/files/port";
import { CodesDraft } from "@/server/builtin/kernel/draft";
import type { EarlierCodes } from "@/server/builtin/kernel/earlier-codes";
import { saveCodes } from "@/server/builtin/kernel/save";
import { MOST_VALUES } from "@/server/builtin/kernel/worth";
import { readsStored, runScript, type ScriptHost } from "@/server/builtin/script";
import type { GenerationFacts } from "@/server/platform/port";
import type { DataKey } from "@/server/shared/keyring";
import { silentLogger } from "@/server/shared/logger";
import { openWorkDatabase, type WorkDatabase } from "./database";
import { failureOf } from "./failures";
import { closeGaps } from "./gaps";
import type { FromChild, ReloadJob } from "./messages";
import type { ParentLink } from "./parent-link";
import { bringPrevious, earlierCodes, type Previous, saveRun, takePrevious } from "./previous";
import { scriptHost } from "./script-host";
import { Sessions } from "./sessions";
import { codesPath, earlierCodesPath, removeWork } from "./work-files";

/** Code tables that may follow those of the base, of its bytes; up to a mebibyte always. */
const MOST_FOLLOWING = 1 / 4;
const LITTLE = 2 ** 20;
const NO_CODES = "No code tables: first clicks take longer.";

/** One attempt: script → working file → model → checkpoint → sealed generation. Returns the last word; never throws. */
export async function runAttempt(job: ReloadJob, key: DataKey, link: ParentLink): Promise<FromChild> {
  const sessions = new Sessions(job, link);
  let database: WorkDatabase | null = null;
  try {
    const from = await bringPrevious(job, key);
    let start = from ? job : anew(job);
    database = await openWorkDatabase(start);
    const previous = await takePrevious(start, database.db);
    if (!previous && start.from) {
      start = anew(job);
      database.close();
      await removeWork(job);
      database = await openWorkDatabase(start);
    }
    link.send({ type: "base", rss: process.memoryUsage.rss() });
    link.log("info", "reload", `attempt ${job.attempt} of ${job.title}`);
    const attempt = { key, sessions, database, previous, from: start.from ? from : null };
    return { type: "done", facts: await makeGeneration(start, link, attempt) };
  } catch (error) {
    const failure = failureOf(error, job, link.secrets, link.signal.aborted);
    link.log("error", "reload", failure.error.message);
    return failure;
  } finally {
    await sessions.close();
    database?.close();
  }
}

/** The same reload that starts from nothing. */
function anew({ from, ...job }: ReloadJob): ReloadJob {
  return job;
}

interface Attempt {
  key: DataKey;
  sessions: Sessions;
  database: WorkDatabase;
  /** What it starts from. */
  previous: Previous | undefined;
  from: Opened | null;
}

async function makeGeneration(job: ReloadJob, link: ParentLink, attempt: Attempt): Promise<GenerationFacts> {
  const { sessions, database, previous } = attempt;
  const host = await scriptHost(job, link, sessions, database.db);
  const result = await runScript(job.script, { ...host, ...startOf(job, previous) });
  await sessions.close();
  for (const warning of result.warnings) link.log("warn", "script", warning);
  if (previous?.restricted && !result.access) throw leftOut();
  const closed = await closeGaps(database.db, result.tables);
  const isLogged = !closed && (await staysLogged(job, attempt));
  if (!isLogged && (closed || previous)) await database.compact();
  const values = new ValueTables(database.db, MOST_VALUES);
  // People see rows of their own there: code tables of all rows would answer none of them.
  const draft = result.access ? null : openDraft(job, link, isLogged && (attempt.from?.codes ?? 0) > 0);
  const earlier = earlierCodes(job, database.db, previous, result, values);
  const model = await buildModel(database.db, result.tables, {
    values,
    numbering: draft?.numbering,
    ...(earlier ? { earlier } : {}),
  });
  for (const { level, message } of modelNotes(model)) link.log(level, "model", message);
  await saveModel(database.db, model);
  await saveRun(database.db, result);
  if (result.access)
    for (const odd of await buildAccess(database.db, result.access, model, result.star))
      link.log("warn", "script", odd);
  const codes = draft && (await makeCodes(job, model, { values, draft, earlier }, database, link));
  earlier?.close();
  await values.drop();
  link.signal.throwIfAborted();
  const { bytes, sha256 } = await keep(job, link, attempt, codes?.path ?? null, isLogged);
  for (const file of [job.file, logPath(job.file), codes?.path, earlierCodesPath(job.file)])
    if (file) await rm(file, { force: true });
  const index = codes?.bytes ?? 0;
  link.log("info", "reload", `${result.rows} rows, ${bytes} bytes sealed, ${index} of them code tables`);
  return {
    id: job.generation,
    rows: result.rows,
    bytes: bytes - index,
    sha256,
    keyId: attempt.key.id,
    engine: database.engine,
    model: { ...publicModel(model), ...(result.access ? { restricted: true as const } : {}) },
  };
}

/** What the script may start from. */
function startOf(job: ReloadJob, previous: Previous | undefined): Partial<ScriptHost> {
  if (job.partial) return previous ? { previous: previous.run } : {};
  return readsStored(job.script) ? { kept: [], ...previous?.hidden } : {};
}

/** Whether the changes can be kept beside the generation there is; told before code tables are begun, which then follow its own. */
async function staysLogged(job: ReloadJob, { database, from }: Attempt): Promise<boolean> {
  if (!job.from || !from || !mayGoOn(from) || !(await database.isLogged())) return false;
  const { store, id } = placeOf(job);
  return store.keepsChanges(id, { from: job.from, base: from.base });
}

/** Where the new generation goes. */
function placeOf({ tenant, app, generation, folders }: ReloadJob) {
  const store = createLocalGenerationStore({ folder: folders.generations, log: silentLogger });
  return { store, id: { tenant, app, generation } };
}

/** Whether code tables can follow those there are; what is superseded stays among them. */
function mayGoOn(from: Opened): boolean {
  if (from.codes === 0 && from.base.codes > 0) return false;
  return from.codes - from.base.codes <= Math.max(LITTLE, from.base.codes * MOST_FOLLOWING);
}

/** Puts the finished generation into the store: as changes where that is less, and possible. */
async function keep(
  job: ReloadJob,
  link: ParentLink,
  { key, database, from }: Attempt,
  codes: string | null,
  isLogged: boolean,
): Promise<Stored> {
  const { store, id } = placeOf(job);
  if (isLogged && job.from && from && (await database.isLogged())) {
    await database.finishLog();
    const changes = { from: job.from, base: from.base, log: logPath(job.file), codes };
    const stored = await store.putChanges(id, key, changes, link.signal);
    if (stored) return stored;
  }
  await database.finish();
  link.signal.throwIfAborted();
  return store.put(id, key, { database: job.file, codes }, link.signal);
}

/** The file of code tables, which is begun while the model is described; null where that cannot be. */
function openDraft(job: ReloadJob, link: ParentLink, goesOn: boolean): CodesDraft | null {
  try {
    return new CodesDraft(goesOn ? earlierCodesPath(job.file) : codesPath(job.file), goesOn);
  } catch {
    link.log("info", "model", NO_CODES);
    return null;
  }
}

/** Code tables beside the working file; null where there are none: they are made when needed then. */
async function makeCodes(
  job: ReloadJob,
  model: AssociativeModel,
  found: { values: ValueTables; draft: CodesDraft; earlier: EarlierCodes | undefined },
  { db }: WorkDatabase,
  link: ParentLink,
): Promise<{ path: string; bytes: number } | null> {
  const path = found.draft.file.goesOn ? earlierCodesPath(job.file) : codesPath(job.file);
  try {
    const { earlier, ...others } = found;
    const options = { signal: link.signal, ...others, ...(earlier ? { earlier } : {}) };
    const bytes = await saveCodes(db, catalogOf(model), path, options);
    const copied =
      earlier && earlier.copied.size > 0
        ? `, ${earlier.copied.size} fields taken over from the data before`
        : "";
    if (bytes > 0) link.log("info", "model", `code tables of ${bytes} bytes${copied}`);
    return bytes > 0 ? { path, bytes } : null;
  } catch {
    link.signal.throwIfAborted();
    link.log("info", "model", NO_CODES);
    return null;
  }
}
