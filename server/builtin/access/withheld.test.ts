import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestTable } from "@/server/builtin/testing";
import type { Asker, Batch, Question } from "@/server/platform/model";
import { type AccessWorld, openAccessWorld } from "./testing";
import { table } from "./testing-shop";

const people = (salaries: number[]): TestTable[] => [
  {
    name: "People",
    fields: { Name: "VARCHAR", Team: "VARCHAR", Salary: "INTEGER", PayKey: "INTEGER" },
    rows: salaries.map((s, i) => [`N${i}`, i % 2 ? "A" : "B", s, i]),
  },
  { name: "Pay", fields: { PayKey: "INTEGER", Hours: "INTEGER" }, rows: salaries.map((_, i) => [i, i]) },
];
const LOW = [7001, 7013, 7019, 7027];
const HIGH = [91_003, 91_019, 91_033, 91_079];
const viewer: Asker = { user: "vic", groups: [], withheld: ["salary"] };
const admin: Asker = { user: "ada", groups: [] };

let low: AccessWorld;
let high: AccessWorld;
beforeAll(async () => {
  [low, high] = await Promise.all([openAccessWorld(people(LOW), null), openAccessWorld(people(HIGH), null)]);
});
afterAll(async () => {
  await Promise.all([low.close(), high.close()]);
});

const field = fc.constantFrom("Salary", "[Salary]", '"Salary"', "Name", "Hours", "Team");
const aggregated = fc
  .tuple(fc.constantFrom("Sum", "Max", "Only", "Count", "Avg", "Concat"), field)
  .map(([f, x]) => `${f}(${x})`);
const pieces = (text: string) => [...text].map((c) => `'${c}'`).join(" & ");
const expression = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    aggregated,
    aggregated.map((a) => `$(=${pieces(a)})`),
    aggregated.map((a) => `$(='$(' & '=${a.replaceAll('"', "")}' & ')')`),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `(${a}) + (${b})`),
    field.map((f) => `Count({<Name=P({<${f}={">7000<8000"}>} Name)>} Name)`),
    field.map((f) => `Count({<Name={"=Max(${f.replaceAll('"', "")})>8000"}>} Name)`),
    field.map((f) => `Concat(Aggr(Max(${f}), Name), ',')`),
    fc.tuple(aggregated, field).map(([a, f]) => `Sum(Aggr(${a}, ${f}))`),
    field.map((f) => `FirstSortedValue(Name, ${f})`),
    field.map((f) => `FieldValue('${f.replaceAll(/["[\]]/g, "")}', 1)`),
    aggregated.map((a) => `$(v) + ${a}`),
  ),
}));
const question: fc.Arbitrary<Question> = fc.oneof(
  fc.tuple(field, expression.any).map(
    ([dimension, measure]): Question => ({
      kind: "cube",
      dimensions: [{ expression: dimension.replaceAll(/["[\]]/g, "") }],
      measures: [measure],
      totals: true,
    }),
  ),
  expression.any.map((m): Question => ({ kind: "cube", dimensions: [], measures: [m] })),
  expression.any.map(
    (m): Question => ({
      kind: "cube",
      dimensions: [{ expression: `=${m}` }],
      measures: ["Count(Name)"],
    }),
  ),
  expression.any.map((m): Question => ({ kind: "values", field: "Team", sort: "measure", measure: m })),
  fc.constantFrom("7", "70", "91*", ">8000").map((search): Question => ({ kind: "find", search })),
);

const answered = (world: AccessWorld, who: Asker, batch: Batch) =>
  world.ask(who, batch).then(
    (answer) => JSON.stringify(answer),
    (error: { code?: string }) => String(error.code),
  );

describe("a withheld field, in data without section access", () => {
  test("decides no answer: whatever is asked, other values give the same", async () => {
    await fc.assert(
      fc.asyncProperty(question, async (q) => {
        const batch: Batch = { questions: { q }, variables: { v: "Max(Salary)" } };
        const [a, b] = [await answered(low, viewer, batch), await answered(high, viewer, batch)];
        expect(a).toBe(b);
        for (const canary of LOW) expect(a).not.toContain(String(canary));
      }),
      { numRuns: 120 },
    );
  });

  test("cannot be selected in, not to probe either", async () => {
    for (const world of [low, high])
      expect(await answered(world, viewer, { selections: { Salary: [7001] }, questions: {} })).toBe(
        "query.field_missing",
      );
  });

  test("is there for others, who pay nothing for it", async () => {
    const sum: Batch = { questions: { q: { kind: "cube", dimensions: [], measures: ["Sum(Salary)"] } } };
    const total = LOW.reduce((a, b) => a + b);
    expect((await low.ask(admin, sum)).answers.q).toMatchObject({ rows: [[total]] });
    expect((await low.ask(viewer, sum)).answers.q).toMatchObject({ code: "query.field_missing" });
    expect((await low.ask(null, sum)).answers.q).toMatchObject({ rows: [[total]] });
  });

  test("that links tables goes on linking, unseen", async () => {
    const who = { ...viewer, withheld: ["paykey", "salary"] };
    const cube: Question = {
      kind: "cube",
      dimensions: [{ expression: "Team" }],
      measures: ["Sum(Hours)"],
    };
    expect((await low.ask(who, { questions: { q: cube } })).answers.q).toMatchObject({
      rows: [
        ["A", 4],
        ["B", 2],
      ],
    });
    expect(JSON.stringify(await low.shown(who))).not.toMatch(/PayKey|Salary/);
  });
});

test("with section access both count: the rows one may see, without the field", async () => {
  const rules = [table("ACCESS USERID TEAM", "USER, VIC, A", "USER, ADA, A")];
  const world = await openAccessWorld(people(LOW), rules);
  const ask = async (who: Asker, measure: string) =>
    (
      await world.ask(who, {
        questions: { q: { kind: "cube", dimensions: [], measures: [measure] } },
      })
    ).answers.q;
  expect(await ask(viewer, "Count(Name)")).toMatchObject({ rows: [[2]] });
  expect(await ask(viewer, "Sum(Salary)")).toMatchObject({ code: "query.field_missing" });
  expect(await ask(admin, "Sum(Salary)")).toMatchObject({ rows: [[7013 + 7027]] });
  await world.close();
});
