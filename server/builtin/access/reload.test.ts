import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import type { Asker } from "@/server/platform/model";

let h: BuiltinHarness;
let w: World;
let generation: string;
let facts: Awaited<ReturnType<World["reload"]>>["generation"];
beforeAll(async () => {
  h = await openBuiltin();
  w = new World(h);
  await w.prepare({ ...w.script(), script: SCRIPT });
  const done = await w.reload();
  expect(done).toMatchObject({ state: "succeeded" });
  generation = done.generationId;
  facts = done.generation;
  await w.publish(generation);
}, 60_000);
afterAll(() => h.close());

const SCRIPT = `SECTION ACCESS;
LOAD * INLINE [
  ACCESS, USERID, GROUP, COUNTRY, OMIT
  USER, ANN, *, DE,
  USER, BOB, *, FR, AMOUNT
  ADMIN, *, OPERATORS, ,
];
SECTION APPLICATION;
LIB CONNECT TO 'main';
orders:
SQL SELECT * FROM $(orders);
`;

const ann: Asker = { user: "ann", groups: [] };
const bob: Asker = { user: "bob", groups: [] };
const operator: Asker = { user: "usr_1", groups: ["Operators"] };
const sum = { dimensions: [], measures: ["Sum(amount)"] };
const amount = async (asker?: Asker) =>
  (await w.platform.query(w.tenant, w.app, sum, "published", asker)).rows[0]?.[0];

test("a reload sees all rows, and its access tables are no part of the app", () => {
  expect(facts).toMatchObject({
    rows: 4,
    model: { restricted: true, tables: [{ name: "orders", rows: 4 }] },
  });
  expect(facts?.model.fields.map((f) => f.name)).toEqual(["id", "country", "amount"]);
});

test("everybody is answered from their rows, whatever is asked, in turns", async () => {
  for (let round = 0; round < 2; round++) {
    expect(await amount(ann)).toBe(30);
    expect(await amount(operator)).toBe(100);
    await expect(amount(bob)).rejects.toMatchObject({ code: "query.field_missing" });
    const questions = { c: { kind: "values" as const, field: "country" } };
    const seen = async (asker: Asker) => {
      const { answers } = await w.platform.ask(w.tenant, w.app, { questions }, undefined, asker);
      return answers.c?.kind === "values" ? answers.c.values.map((v) => v.value) : answers.c;
    };
    expect(await seen(ann)).toEqual(["DE"]);
    expect(await seen(bob)).toEqual(["FR"]);
    expect(await seen(operator)).toEqual(["DE", "FR", "IT"]);
  }
  expect(await w.platform.fieldValues(w.tenant, w.app, { field: "country" }, bob)).toMatchObject({
    total: 1,
  });
  const model = await w.platform.model(w.tenant, w.app, bob);
  expect(model).toMatchObject({ tables: [{ name: "orders", rows: 1, fields: ["id", "country"] }] });
});

test("nobody, and who is not listed, is refused without a word about the data", async () => {
  for (const asker of [undefined, { user: "eve", groups: [] }, { user: "*", groups: ["*"] }])
    await expect(amount(asker)).rejects.toMatchObject({
      kind: "forbidden",
      code: "query.no_access",
      message: "You have no access to the data of this app.",
    });
});

test("the checks before and after publishing look at everything", async () => {
  const checks = [{ name: "total", measure: "Sum(amount)", equals: 100 }];
  const verified = await w.platform.verify(w.tenant, w.verifySpec(generation, { checks }));
  expect(verified).toMatchObject({ ok: true });
  expect(await w.platform.verifyPublished(w.tenant, { app: w.app, generation })).toMatchObject({
    ok: true,
    checks: [{}, { name: "answer", value: 4 }],
  });
});

test("rules that leave open who sees what fail the reload; the last good data keep serving", async () => {
  const script = SCRIPT.replace("COUNTRY", "CUNTRY");
  await w.platform.applyScript.apply(w.call(), { ...w.script(), script });
  const done = await w.reload();
  expect(done).toMatchObject({ state: "failed", error: { code: "script.access" } });
  expect(await amount(ann)).toBe(30);
});
