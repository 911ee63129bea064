import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { AnswerCache } from "@/server/builtin/associative/answer-cache";
import { answerBatch } from "@/server/builtin/associative/ask";
import { loadModel } from "@/server/builtin/associative/metadata";
import { publicModel } from "@/server/builtin/associative/model";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { KernelBudget } from "@/server/builtin/kernel/budget";
import { createTable, fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Asker, Batch, BatchAnswer, DataModel } from "@/server/platform/model";
import { Access, type View } from "./access";
import { buildAccess } from "./build";
import { loadRules } from "./rules";

/** A generation in memory with access tables, asked as the engine host does. */
export interface AccessWorld {
  ask(asker: Asker | null, batch: Batch): Promise<BatchAnswer>;
  shown(asker: Asker | null): Promise<DataModel>;
  model: AssociativeModel;
  warnings: string[];
  close(): Promise<void>;
}

export async function openAccessWorld(
  tables: readonly TestTable[],
  /** null: the data have no section access. */
  tablesOfAccess: readonly TestTable[] | null,
  options: { star?: string; maxBytes?: number } = {},
): Promise<AccessWorld> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const db = await instance.connect();
  const made = await fillGeneration(db, tables);
  const warnings = tablesOfAccess
    ? await buildAccess(db, await writeAccess(db, tablesOfAccess), made, options.star)
    : [];
  const model = await loadModel(db);
  const rules = await loadRules(db);
  if (tablesOfAccess && !rules) throw new Error("The rules are gone.");
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024;
  const access = new Access(instance, model, rules, {
    maxBytes,
    codeTables: new KernelBudget(16 * 1024 * 1024),
  });
  const whole: View = {
    model,
    shown: publicModel(model),
    answers: new AnswerCache(10_000),
    release: () => undefined,
  };
  const opened = async <T>(asker: Asker | null, work: (view: View, db: DuckDBConnection) => Promise<T>) => {
    const own = await instance.connect();
    const found = await access.open(own, asker).catch((error: unknown) => {
      own.closeSync();
      throw error;
    });
    const view = found === "everything" ? whole : found;
    try {
      return await work(view, own);
    } finally {
      own.closeSync();
      view.release();
    }
  };
  return {
    model,
    warnings,
    ask: (asker, batch) =>
      opened(asker, ({ model, answers, kernel }, own) =>
        answerBatch(own, model, batch, { generation: "gen", cache: answers, kernel }),
      ),
    shown: (asker) => opened(asker, async ({ shown }) => shown),
    async close() {
      await access.close();
      instance.closeSync();
    },
  };
}

/** Answers of a plain engine that was given these tables and nothing else. */
export async function askPlainly(tables: readonly TestTable[], batch: Batch): Promise<BatchAnswer> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    const db = await instance.connect();
    const model = await fillGeneration(db, tables);
    return await answerBatch(db, model, batch, { generation: "gen", cache: new AnswerCache(1) });
  } finally {
    instance.closeSync();
  }
}

/** Makes access tables, and tells of them as the interpreter does. */
export async function writeAccess(db: DuckDBConnection, access: readonly TestTable[]) {
  for (const table of access) await createTable(db, table);
  return access.map(({ name, fields, rows }) => ({
    name,
    rows: rows.length,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, dual: type === "DUAL" })),
  }));
}
