import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillGeneration } from "@/server/builtin/testing";
import type { CellValue } from "@/server/platform/model";
import { isAppError } from "@/server/shared/errors";
import { FIRST_SEED } from "@/server/testing/deep";
import { fieldValues } from "./field-values";
import { query } from "./query";
import { rounded } from "./testing/aggregate";
import { Looped, Oracle, Unlinked } from "./testing/oracle";
import { type PlainMeasure, type Question, randomQuestion } from "./testing/questions";
import { Random } from "./testing/random";
import { MODELS, QUESTIONS_PER_MODEL } from "./testing/size";
import { randomSelections, randomWorld } from "./testing/world";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
});
afterAll(() => instance.closeSync());

const rank = (value: CellValue) => (value === null ? 2 : typeof value === "string" ? 1 : 0);

/** Numbers, then texts by code point, NULL last whatever the direction. */
function compare(a: CellValue, b: CellValue, order: "asc" | "desc"): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === null || b === null || a === b) return 0;
  return (a < b ? -1 : 1) * (order === "asc" ? 1 : -1);
}

function sorted(rows: CellValue[][], { query: { sort = [] }, dimensions }: Question): CellValue[][] {
  const by = [...sort, ...dimensions.map((_, column) => ({ column, order: "asc" as const }))];
  return [...rows].sort((x, y) => {
    for (const { column, order } of by) {
      const difference = compare(x[column] ?? null, y[column] ?? null, order);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** A key whose columns are all text comes as text; the plain evaluator knows keys as numbers only. */
function keyAsNumber(value: CellValue): CellValue {
  return typeof value === "string" && /^\d$/.test(value) ? Number(value) : value;
}

const plainly = (value: CellValue) => rounded(keyAsNumber(value));

/** What the plain evaluator says, or the codes of the errors it expects. */
function expected(oracle: Oracle, question: Question) {
  try {
    const { rows, totals } = oracle.answer(question);
    return { rows: sorted(rows, question).map((row) => row.map(rounded)), totals: totals.map(rounded) };
  } catch (error) {
    return [codeOf(error), ...question.measures.map((m) => wrongAlone(oracle, question, m))];
  }
}

/** What is wrong with one measure: which of several faults is told first does not matter. */
function wrongAlone(oracle: Oracle, { dimensions }: Question, measure: PlainMeasure): string | null {
  try {
    oracle.answer({ dimensions, measures: [measure] });
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Unlinked || error instanceof Looped) return error.code;
  throw error;
}

interface Seen {
  values: number;
  errors: number;
  circles: number;
  syntheticKeys: number;
}

async function checkModel(seed: number, seen: Seen): Promise<void> {
  const random = new Random(seed);
  const world = randomWorld(random, ["synthetic key", "circle"]);
  // A connection per model, as a click has: its temp tables go with it.
  db = await instance.connect();
  await db.run("ATTACH ':memory:' AS world");
  await db.run("USE world");
  try {
    const model = await fillGeneration(db, world.stored);
    const loosened = model.loosened?.map(({ table, fields }) => ({ table, fields: [...fields].sort() }));
    const planned = world.loosened.map(({ table, fields }) => ({ table, fields: [...fields].sort() }));
    expect(loosened, `model ${seed}`).toEqual(planned);
    seen.circles += planned.length;
    seen.syntheticKeys += model.syntheticKeys.length;
    for (let n = 0; n < QUESTIONS_PER_MODEL; n++) {
      const question = randomQuestion(random, world);
      const oracle = new Oracle(question.world, question.query.selections ?? {});
      const answer = await query(db, model, question.query, { generation: "g" }).then(
        ({ rows, totals }) => ({
          rows: rows.map((row) => row.map(plainly)),
          totals: totals?.map(plainly),
        }),
        (error) => (isAppError(error) ? error.code : error),
      );
      const told = expected(oracle, question);
      const about = `model ${seed}: ${JSON.stringify(question.query)}`;
      if (Array.isArray(told)) expect(told, about).toContain(answer);
      else expect(answer, about).toEqual(told);
      if (typeof answer === "object" && "rows" in answer) seen.values += answer.rows.flat().length;
      else seen.errors++;
      const field = random.pick(world.fields);
      const selections = randomSelections(random, world);
      const values = await fieldValues(db, model, { field, selections, limit: 10_000 }, { generation: "g" });
      const plain = new Oracle(world, selections).values(field);
      plain.sort((a, b) => compare(a.value, b.value, "asc"));
      const listed = values.values.map((v) => ({ ...v, value: keyAsNumber(v.value) }));
      expect(listed, `model ${seed}: ${field} under ${JSON.stringify(selections)}`).toEqual(plain);
      seen.values += listed.length;
    }
  } finally {
    await db.run("USE memory");
    await db.run("DETACH world");
    db.closeSync();
  }
}

test(`${MODELS} random models answer as a plain evaluator does, value by value`, async () => {
  const seen = { values: 0, errors: 0, circles: 0, syntheticKeys: 0 };
  for (let i = 0; i < MODELS; i++) await checkModel(FIRST_SEED + i, seen);
  // The dice must not have made the test empty.
  expect(seen.values).toBeGreaterThan(15 * MODELS);
  expect(seen.errors).toBeLessThan((MODELS * QUESTIONS_PER_MODEL) / 4);
  expect(seen.circles).toBeGreaterThan(MODELS / 40);
  expect(seen.syntheticKeys).toBeGreaterThan(MODELS / 40);
}, 600_000);
