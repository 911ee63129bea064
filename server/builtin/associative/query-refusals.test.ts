import { beforeAll, describe, expect, test } from "vitest";
import type { Query } from "@/server/platform/model";
import { openWorld, type SmallWorld, world } from "./testing/small-world";

let ask: SmallWorld["ask"];
beforeAll(async () => {
  ({ ask } = await openWorld(world));
});

describe("refusals", () => {
  const refused = (q: Partial<Query>) =>
    ask(q).then(
      () => expect.unreachable("was answered"),
      (error) => error,
    );

  test("unknown fields name the nearest", async () => {
    const error = await refused({ dimensions: ["city"] });
    expect(error).toMatchObject({ code: "query.field_missing", options: { params: { nearest: "City" } } });
    expect(await refused({ measures: ["Sum(Amout)"] })).toMatchObject({
      code: "query.field_missing",
      options: { advice: expect.stringContaining('"Amount"'), issues: [{ path: "measures[0]" }] },
    });
    expect(await refused({ measures: ["Sum(Amount)"], selections: { Citty: ["x"] } })).toMatchObject({
      code: "query.field_missing",
    });
  });

  test("expressions that cannot be computed say where and why", async () => {
    expect(await refused({ measures: ["Sum(Amount"] })).toMatchObject({
      code: "query.expression",
      options: { issues: [{ path: "measures[0]", line: 1, column: 11 }] },
    });
    expect(await refused({ measures: ["Frobnicate(Amount)"] })).toMatchObject({
      code: "query.expression",
    });
    expect(await refused({ measures: ["Sum(Frobnicate(Amount))"] })).toMatchObject({
      code: "query.expression",
    });
    expect(await refused({ measures: ["Count(*)"] })).toMatchObject({ code: "query.count_star" });
    expect(await refused({ measures: ["Sum(1)"] })).toMatchObject({ code: "query.no_field" });
    expect(await refused({ measures: ["Count(Customer)"] })).toMatchObject({ code: "query.key_ambiguous" });
    expect(await refused({ measures: ["Sum(Amount*Rate)"] })).toMatchObject({ code: "query.unlinked" });
    expect(await refused({ dimensions: ["=Sum(Amount)"] })).toMatchObject({ code: "query.dimension" });
    expect(await refused({ measures: ["Sum(Amount)"], selections: { City: [null] } })).toMatchObject({
      code: "query.select_null",
    });
  });

  test("malformed queries name each wrong part", async () => {
    expect(await refused({})).toMatchObject({ code: "query.invalid" });
    expect(await refused({ dimensions: ["City"], sort: [{ column: 1, order: "asc" }] })).toMatchObject({
      options: { issues: [{ path: "sort[0].column" }] },
    });
    expect(await refused({ dimensions: ["City"], limit: 0, offset: -1 })).toMatchObject({
      code: "query.invalid",
    });
  });

  test("names and values are data, never SQL", async () => {
    const evil = `x" FROM Orders; DROP TABLE main."Orders"; --`;
    expect(await refused({ dimensions: [evil] })).toMatchObject({ code: "query.field_missing" });
    expect(
      (await ask({ measures: ["Sum(Qty)"], selections: { City: ["' OR 1=1 --", "Rome"] } })).rows,
    ).toEqual([[8]]);
    expect((await ask({ measures: [`Sum(If(City = ''' OR 1=1 --', Qty))`] })).rows).toEqual([[0]]);
    expect((await ask({ measures: ["Sum(Amount)"] })).rows).toEqual([[183.1]]);
  });
});

test("a circle is opened by loosening one table: nothing goes through it, its own and the others' links work", async () => {
  const { ask, values, model } = await openWorld([
    {
      name: "A",
      fields: { ab: "INTEGER", ca: "INTEGER", a: "INTEGER" },
      rows: [
        [1, 1, 5],
        [2, 1, 50],
      ],
    },
    { name: "B", fields: { ab: "INTEGER", bc: "INTEGER", b: "INTEGER" }, rows: [[1, 1, 6]] },
    {
      name: "C",
      fields: { bc: "INTEGER", ca: "INTEGER", c: "INTEGER", cd: "INTEGER" },
      rows: [[1, 1, 7, 1]],
    },
    { name: "D", fields: { cd: "INTEGER", d: "VARCHAR" }, rows: [[1, "x"]] },
  ]);
  expect(model.loops).toEqual([["A", "B", "C"]]);
  expect((await ask({ dimensions: ["d"], measures: ["Sum(c)"], selections: { d: ["x"] } })).rows).toEqual([
    ["x", 7],
  ]);
  const answered: [Partial<Query>, unknown][] = [
    [
      { dimensions: ["ab"], measures: ["Sum(a)", "Sum(b)"] },
      [
        [1, 5, 6],
        [2, 50, 0],
      ],
    ],
    [{ dimensions: ["d"], measures: ["Sum(b)"], selections: { c: [7] } }, [["x", 6]]],
    [{ measures: ["Sum(a)"], selections: { ab: [1] } }, [[5]]],
    [{ measures: ["Sum(a)"], selections: { d: ["none"] } }, [[55]]],
    [{ dimensions: ["b"], selections: { a: [50] } }, [[6]]],
    [{ measures: ["Count(distinct ab)"], selections: { c: [7] } }, [[1]]],
  ];
  for (const [q, rows] of answered) expect((await ask(q)).rows, JSON.stringify(q)).toEqual(rows);
  const states = async (field: string, selections: Query["selections"]) =>
    (await values({ field, selections })).values.map((v) => [v.value, v.state]);
  expect(await states("ab", { c: [7] })).toEqual([
    [1, "O"],
    [2, "X"],
  ]);
  expect(await states("ab", {})).toEqual([
    [1, "O"],
    [2, "O"],
  ]);
  expect(await states("a", { c: [7] })).toEqual([
    [5, "O"],
    [50, "O"],
  ]);
  const crossing: Partial<Query>[] = [
    { dimensions: ["a"], measures: ["Sum(b)"] },
    { measures: ["Sum(a*b)"] },
    { dimensions: ["a", "b"] },
  ];
  for (const q of crossing)
    await expect(ask(q), JSON.stringify(q)).rejects.toMatchObject({
      code: "query.loop",
      message: expect.stringContaining("A (ab, ca)"),
    });
});

test("a table the script loosens answers for itself: nothing goes into it or out of it", async () => {
  const { ask, values, model } = await openWorld([
    {
      name: "Orders",
      fields: { Order: "INTEGER", Customer: "VARCHAR", Amount: "INTEGER" },
      rows: [
        [1, "Ann", 10],
        [2, "Ben", 20],
      ],
    },
    { name: "Lines", fields: { Order: "INTEGER", Qty: "INTEGER" }, rows: [[1, 3]] },
    {
      name: "Plan",
      fields: { Customer: "VARCHAR", Target: "INTEGER" },
      rows: [
        ["Ann", 100],
        ["Ben", 300],
      ],
      loosened: true,
    },
  ]);
  expect(model.loops).toEqual([]);
  expect(model.loosened).toEqual([{ table: "Plan", fields: ["Customer"], circle: [] }]);
  const answered: [Partial<Query>, unknown][] = [
    [{ measures: ["Sum(Amount)"], selections: { Customer: ["Ann"] } }, [[10]]],
    [{ measures: ["Sum(Target)"], selections: { Amount: [10] } }, [[400]]],
    [{ measures: ["Sum(Amount)"], selections: { Target: [300] } }, [[30]]],
    [{ dimensions: ["Customer"], measures: ["Sum(Amount)"], selections: { Qty: [3] } }, [["Ann", 10]]],
  ];
  for (const [q, rows] of answered) expect((await ask(q)).rows, JSON.stringify(q)).toEqual(rows);
  const states = (await values({ field: "Target", selections: { Amount: [20] } })).values.map((v) => v.state);
  expect(states).toEqual(["O", "O"]);
  await expect(ask({ dimensions: ["Target"], measures: ["Sum(Amount)"] })).rejects.toMatchObject({
    code: "query.loop",
    message: "The question goes through a table that is loosened by the script: Plan (Customer).",
  });
});
