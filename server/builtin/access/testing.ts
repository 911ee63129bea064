import { DuckDBInstance } from "@duckdb/node-api";
import { AnswerCache } from "@/server/builtin/associative/answer-cache";
import { answerBatch } from "@/server/builtin/associative/ask";
import { loadModel } from "@/server/builtin/associative/metadata";
import type { AssociativeModel } from "@/server/builtin/associative/types";
import { createTable, fillGeneration, type TestTable } from "@/server/builtin/testing";
import type { Asker, Batch, BatchAnswer, DataModel } from "@/server/platform/model";
import { Access } from "./access";
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
  access: readonly TestTable[],
  star?: string,
): Promise<AccessWorld> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const db = await instance.connect();
  const made = await fillGeneration(db, tables);
  const written = await writeAccess(db, access);
  const warnings = await buildAccess(db, written, made, star);
  const model = await loadModel(db);
  const rules = await loadRules(db);
  if (!rules) throw new Error("The rules are gone.");
  const kept = new Access(instance, model, rules, 64 * 1024 * 1024);
  const opened = async <T>(
    asker: Asker | null,
    work: (
      view: Awaited<ReturnType<Access["open"]>>,
      db: Awaited<ReturnType<DuckDBInstance["connect"]>>,
    ) => Promise<T>,
  ) => {
    const own = await instance.connect();
    const view = await kept.open(own, asker).catch((error: unknown) => {
      own.closeSync();
      throw error;
    });
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
      opened(asker, ({ model, answers }, own) =>
        answerBatch(own, model, batch, { generation: "gen", cache: answers }),
      ),
    shown: (asker) => opened(asker, async ({ shown }) => shown),
    async close() {
      await kept.close();
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

async function writeAccess(db: Parameters<typeof fillGeneration>[0], access: readonly TestTable[]) {
  for (const table of access) await createTable(db, table);
  return access.map(({ name, fields, rows }) => ({
    name,
    rows: rows.length,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type, dual: type === "DUAL" })),
  }));
}
