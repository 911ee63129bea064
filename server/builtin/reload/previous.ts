import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { loadRules } from "@/server/builtin/access";
import { loadModel } from "@/server/builtin/associative/metadata";
import { readRows } from "@/server/builtin/associative/rows";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { createLocalGenerationStore } from "@/server/builtin/files/local";
import type { Opened } from "@/server/builtin/files/port";
import { EarlierCodes } from "@/server/builtin/kernel/earlier-codes";
import { EarlierFile } from "@/server/builtin/kernel/earlier-file";
import {
  type Kind,
  keepTables,
  type PreviousRun,
  type ScriptHost,
  type ScriptResult,
  type StoredQvd,
} from "@/server/builtin/script";
import { AppError } from "@/server/shared/errors";
import type { DataKey } from "@/server/shared/keyring";
import { silentLogger } from "@/server/shared/logger";
import type { ReloadJob } from "./messages";
import { earlierCodesPath } from "./work-files";

const noted = { comment: z.string().optional(), tags: z.array(z.string()).optional() };
const field = z.object({
  name: z.string(),
  type: z.string(),
  dual: z.boolean(),
  format: z.string().optional(),
  ...noted,
});
const table = z.object({
  name: z.string(),
  rows: z.number(),
  distinct: z.boolean().optional(),
  order: z.array(z.tuple([z.number(), z.number()])).optional(),
  fields: z.array(field),
  ...noted,
});
const kinds = "integer number decimal text boolean date timestamp time dual null".split(" ") as Kind[];
const stored = z.object({
  mark: z.string(),
  table: z.string(),
  rows: z.number(),
  settings: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(kinds),
      format: z.string().optional(),
      isUnique: z.literal(true).optional(),
    }),
  ),
});
const schema = z.object({
  version: z.literal(1),
  tables: z.array(table),
  stored: z.array(stored).optional(),
  sequences: z.record(z.string(), z.object({ text: z.string(), number: z.number().optional() })),
});

/** Keeps in the generation's `_tenantry.script` what a partial reload of it has to know. */
export async function saveRun(
  db: DuckDBConnection,
  { tables, sequences, stored }: Pick<ScriptResult, "tables" | "sequences" | "stored">,
): Promise<void> {
  const description = JSON.stringify({ version: 1, tables, sequences, stored });
  await db.run("CREATE SCHEMA IF NOT EXISTS _tenantry");
  await db.run("CREATE OR REPLACE TABLE _tenantry.script (description VARCHAR NOT NULL)");
  await db.run("INSERT INTO _tenantry.script VALUES ($description)", { description });
}

/** Unseals the generation a reload starts from into the job's working file; others start with none. */
export async function bringPrevious(job: ReloadJob, key: DataKey): Promise<Opened | null> {
  if (!job.from) return null;
  const store = createLocalGenerationStore({ folder: job.folders.generations, log: silentLogger });
  const id = { tenant: job.tenant, app: job.app, generation: job.from };
  const opened = store.open(id, key, job.file, earlierCodesPath(job.file));
  // A reload of all needs it for its speed alone.
  return job.partial ? opened : opened.catch(() => null);
}

/** What a reload starts from. */
export interface Previous {
  run: PreviousRun;
  model: AssociativeModel;
  /** Of a reload of all: tables it may take or compare its own with. */
  hidden: Pick<ScriptHost, "kept" | "others">;
  /** Of a partial one: it had rules who may see what. */
  restricted: boolean;
}

/**
 * What the run before left in the working file. Everything but its tables is taken out: model and access rules are
 * made anew, the model from what is known of tables that are only added to. Of a reload of all the tables are hidden.
 * @returns undefined where there is nothing to start from
 * @throws `reload.previous` for a partial reload of a generation made before there were partial reloads
 */
export async function takePrevious(job: ReloadJob, db: DuckDBConnection): Promise<Previous | undefined> {
  if (!job.from) return undefined;
  if (!job.partial) return takeKept(db).catch(() => undefined);
  const restricted = (await loadRules(db)) !== null;
  const { run } = await readPrevious(db);
  const model = await loadModel(db);
  await db.run("DROP SCHEMA _tenantry CASCADE");
  return { run, model, hidden: {}, restricted };
}

async function takeKept(db: DuckDBConnection): Promise<Previous | undefined> {
  const { run, stored } = await readPrevious(db);
  const model = await loadModel(db);
  if (stored.length === 0) return undefined;
  const hidden = await keepTables(db, run.tables, stored);
  await db.run("DROP SCHEMA _tenantry CASCADE");
  return { run, model, hidden, restricted: false };
}

/** What of facts and code tables of the generation before still holds after the script. */
export function earlierCodes(
  job: ReloadJob,
  db: DuckDBConnection,
  previous: Previous | undefined,
  result: ScriptResult,
  values: ValueTables,
): EarlierCodes | undefined {
  if (!previous) return undefined;
  // Rows of the access section decide what is there for whom: no code tables, and nothing of them to take over.
  const file = result.access ? null : EarlierFile.open(earlierCodesPath(job.file));
  return new EarlierCodes(db, { model: previous.model, rows: result.earlierRows }, file, values);
}

async function readPrevious(db: DuckDBConnection): Promise<{ run: PreviousRun; stored: StoredQvd[] }> {
  try {
    const [row] = await readRows(db, "SELECT description FROM _tenantry.script");
    const { tables, sequences, stored: notes = [] } = schema.parse(JSON.parse(String(row?.description)));
    return { run: { tables, sequences }, stored: notes };
  } catch (cause) {
    throw new AppError(
      "conflict",
      "reload.previous",
      "The published data do not tell what a partial reload needs to know.",
      { advice: "Reload the app in full once; partial reloads can start from that.", cause },
    );
  }
}
