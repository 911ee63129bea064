import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillGeneration } from "@/server/builtin/testing";
import type { Answer, CellValue, Question } from "@/server/platform/model";
import { FIRST_SEED } from "@/server/testing/deep";
import { answerBatch } from "./ask";
import { rounded } from "./testing/aggregate";
import {
  foundAnswers,
  lookedAt,
  nestedAnswer,
  randomFind,
  randomLookingCube,
  randomNestedCube,
} from "./testing/ask-looks";
import { AskOracle } from "./testing/ask-oracle";
import { existingSelections, randomCube, randomPivot, randomValues } from "./testing/ask-questions";
import { Looped, Unlinked } from "./testing/oracle";
import { Random } from "./testing/random";
import { ASKED_MODELS } from "./testing/size";
import { randomWorld } from "./testing/world";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
});
afterAll(() => instance.closeSync());

/** A key whose columns are all text comes as text; the plain evaluator knows keys as numbers only. */
function keysAsNumbers<T>(value: T): T {
  const text = JSON.stringify(value, (_, v) =>
    rounded(typeof v === "string" && /^\d$/.test(v) ? Number(v) : v),
  );
  return JSON.parse(text);
}

const APART = /^query\.(unlinked|loop)$/;

function expected(answer: () => object): object {
  try {
    return keysAsNumbers(answer());
  } catch (error) {
    // Which of several faults is told first does not matter.
    if (error instanceof Unlinked || error instanceof Looped) return { code: expect.stringMatching(APART) };
    throw error;
  }
}

function inAnyOrder(rows: CellValue[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

function found(answer: Answer | undefined): Record<string, unknown> {
  if (!answer) return {};
  if (answer.kind === "error") return { code: answer.code };
  const { kind, ...rest } = answer;
  return keysAsNumbers(
    Object.fromEntries(Object.entries(rest).filter(([k]) => kind !== "cube" || k !== "columns")),
  );
}

async function checkModel(seed: number): Promise<void> {
  const random = new Random(seed * 7919);
  const world = randomWorld(random, ["synthetic key", "circle"]);
  // A connection per model, as a click has: its temp tables go with it.
  db = await instance.connect();
  await db.run("ATTACH ':memory:' AS world");
  await db.run("USE world");
  try {
    const model = await fillGeneration(db, world.stored);
    const selections = existingSelections(random, world);
    const locked = random.chance(0.3) ? Object.keys(selections).slice(0, 1) : [];
    const oracle = new AskOracle(world, selections, locked);
    const cubes = Array.from({ length: 2 }, () => randomCube(random, world));
    const [look, nested] = [randomLookingCube(random, world), randomNestedCube(random, world)];
    const search = randomFind(random, world);
    const [pivot, list] = [randomPivot(random, world), randomValues(random, world)];
    const questions: Record<string, Question> = {
      ...Object.fromEntries(cubes.map((c, i) => [`cube${i}`, c.question])),
      pivot: pivot.question,
      list: list.question,
      // Each of these in every second model.
      ...(seed % 2
        ? { look: look.asked, select: search.select }
        : { nested: nested.asked, find: search.find }),
    };
    const answer = await answerBatch(db, model, { selections, locked, questions }, { generation: "g" });
    const about = (question: object) => `model ${seed}: ${JSON.stringify({ selections, locked, question })}`;
    for (const [i, cube] of cubes.entries())
      expect(found(answer.answers[`cube${i}`]), about(cube.question)).toEqual(
        expected(() => oracle.cube(cube)),
      );
    expect(found(answer.answers.pivot), about(pivot.question)).toEqual(expected(() => oracle.pivot(pivot)));
    expect(found(answer.answers.list), about(list.question)).toEqual(expected(() => oracle.values(list)));
    const { answers } = answer;
    if (answers.look)
      expect(found(answers.look), about(look.asked)).toEqual(expected(() => lookedAt(oracle, look)));
    if (answers.nested) {
      const whole = () => {
        const { rows, totals } = nestedAnswer(oracle, nested);
        return { rows: inAnyOrder(keysAsNumbers(rows)), totals };
      };
      const { rows, totals, code } = found(answers.nested);
      const told = code ? { code } : { rows: inAnyOrder(rows as CellValue[][]), totals };
      expect(told, about(nested.asked)).toEqual(expected(whole));
    }
    const searched = foundAnswers(oracle, search, locked);
    if (answers.find) expect(found(answers.find), about(search.find)).toEqual(keysAsNumbers(searched.find));
    if (answers.select)
      expect(found(answers.select), about(search.select)).toEqual(keysAsNumbers(searched.select));
    for (const [field, { counts, distinct }] of Object.entries(answer.fields)) {
      const states = oracle.states(field).map((v) => v.state);
      const plain = [...new Set(states)].map(
        (s) => [s, states.filter((x) => x === s).length] as [string, CellValue],
      );
      expect({ counts, distinct }, about({ field })).toEqual({
        counts: Object.fromEntries(plain),
        distinct: states.length,
      });
    }
  } finally {
    await db.run("USE memory");
    await db.run("DETACH world");
    db.closeSync();
  }
}

test(`clicks on ${ASKED_MODELS} random models are answered as a plain evaluator does`, async () => {
  for (let i = 0; i < ASKED_MODELS; i++) await checkModel(FIRST_SEED + i);
}, 600_000);
