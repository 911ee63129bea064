import { afterEach, describe, expect, test } from "vitest";
import type { Asker, Question } from "@/server/platform/model";
import { type AccessWorld, openAccessWorld } from "./testing";
import { ALL_ROWS, asker, DATA, DENIED, NORTH, seenBy, table } from "./testing-shop";

let world: AccessWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const seen = (who: Asker) => seenBy(world, who);

describe("an omitted field", () => {
  const ask = async (question: Question) =>
    (await world?.ask(asker("ann"), { questions: { q: question } }))?.answers.q;

  test("does not exist: not for measures, lists, selections, suggestions, or the model", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT", "USER, ANN, REG*", "USER, BOB,")]);
    const missing = { kind: "error", code: "query.field_missing" };
    expect(await ask({ kind: "values", field: "Region" })).toMatchObject(missing);
    expect(await ask({ kind: "cube", dimensions: [], measures: ["Count(Region)"] })).toMatchObject(missing);
    expect(await ask({ kind: "cube", dimensions: [{ expression: "Region" }], measures: [] })).toMatchObject(
      missing,
    );
    const near = await ask({ kind: "cube", dimensions: [], measures: ["Sum({<Region={'North'}>} Amounts)"] });
    expect(near).toMatchObject(missing);
    expect(JSON.stringify(await ask({ kind: "values", field: "Regio" }))).not.toContain("Region");
    await expect(
      world.ask(asker("ann"), { selections: { Region: ["North"] }, questions: {} }),
    ).rejects.toMatchObject({ code: "query.field_missing" });
    expect(JSON.stringify(await world.shown(asker("ann")))).not.toContain("Region");
    expect(JSON.stringify(await world.shown(asker("bob")))).toContain("Region");
    expect(await seen(asker("bob"))).toEqual(ALL_ROWS);
  });

  test("that links tables goes on linking, unseen", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT REGION", "USER, ANN, CUSTOMERID, NORTH")]);
    const cube = { kind: "cube" as const, dimensions: [{ expression: "Region" }], measures: ["Sum(Amount)"] };
    expect(await ask(cube)).toMatchObject({ rows: [["North", 30]] });
    for (const name of ["CustomerId", "omitted"]) {
      expect(await ask({ kind: "values", field: name })).toMatchObject({ kind: "error" });
      const told = JSON.stringify([
        await world.shown(asker("ann")),
        await ask({ kind: "values", field: "x" }),
      ]);
      expect(told).not.toContain(name);
    }
  });

  test("may be the one that reduces", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT REGION", "USER, ANN, REGION, NORTH")]);
    expect(await seen(asker("ann"))).toEqual({ amount: 30, regions: "error", products: "Coffee Tea" });
  });

  test("takes its table along where it was the last", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT", "USER, ANN, RATE")]);
    expect((await world.shown(asker("ann"))).tables.map((t) => t.name)).toEqual([
      "Orders",
      "Customers",
      "Products",
    ]);
  });
});

describe("what is told of the data", () => {
  test("counts the rows and values that are left", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID REGION", "USER, ANN, NORTH")]);
    const { tables, fields } = await world.shown(asker("ann"));
    expect(tables.map((t) => [t.name, t.rows])).toEqual([
      ["Orders", 2],
      ["Customers", 1],
      ["Products", 2],
      ["Rates", 2],
    ]);
    expect(fields.find((f) => f.name === "Region")).toMatchObject({ distinct: 1 });
  });

  test("is not excluded values, totals over everything, dollar expansions or frequencies of others", async () => {
    world = await openAccessWorld(DATA, [
      table("ACCESS USERID REGION", "USER, ANN, NORTH", "USER, BOB, SOUTH"),
    ]);
    const answer = await world.ask(asker("ann"), {
      selections: { Region: ["South"] },
      questions: {
        list: { kind: "values", field: "Region" },
        sets: {
          kind: "cube",
          dimensions: [],
          measures: [
            "Sum({1} TOTAL Amount)",
            "$(=Sum({1} Amount))",
            "Count({1} distinct Region)",
            "Count({1<Region={'South'}>} distinct OrderId)",
          ],
        },
      },
    });
    expect(answer.answers.list).toMatchObject({ values: [{ value: "North", state: "A" }], counts: { A: 1 } });
    expect(answer.answers.sets).toMatchObject({ rows: [[30, 30, 1, 0]] });
    expect(answer.fields).toEqual({ Region: { counts: { A: 1 }, distinct: 1 } });
  });

  test("is the same for everybody with the same permission, and never another's", async () => {
    world = await openAccessWorld(DATA, [
      table("ACCESS USERID REGION", "USER, ANN, NORTH", "USER, BOB, SOUTH", "USER, CAROL, north"),
    ]);
    for (let round = 0; round < 3; round++)
      for (const [who, amount] of [
        ["ann", 30],
        ["bob", 40],
        ["carol", 30],
      ] as const)
        expect(await seen(asker(who))).toMatchObject({ amount });
    const together = await Promise.all(["ann", "bob", "carol", "eve"].map((who) => seen(asker(who))));
    expect(together.map((s) => (typeof s === "string" ? s : s.amount))).toEqual([30, 40, 30, DENIED]);
  });

  test("stays right for more permissions than are kept", async () => {
    const many = Array.from({ length: 36 }, (_, i) => i);
    const numbers = { name: "N", fields: { n: "INTEGER" }, rows: many.map((i) => [i]) };
    world = await openAccessWorld(
      [numbers],
      [table("ACCESS USERID N", ...many.map((i) => `USER, U${i}, ${i}`))],
    );
    const sum = { q: { kind: "cube" as const, dimensions: [], measures: ["Sum(n)"] } };
    for (const i of [...many, ...many.slice(0, 5)])
      expect((await world.ask(asker(`u${i}`), { questions: sum })).answers.q).toMatchObject({ rows: [[i]] });
  });
});

describe("claims are values", () => {
  const HOSTILE = [
    "",
    "*",
    "%",
    "ann' OR '1'='1",
    "ann\u0000",
    "\u0000",
    "ANN\n",
    " ann",
    "ann*",
    "A?N",
    "NULL",
    "$(=1)",
    "\ud800",
    "ann; DROP TABLE _tenantry.access_rows",
    "x".repeat(100_000),
  ];
  test("what is no listed name is nobody, and harms nothing", async () => {
    world = await openAccessWorld(DATA, [
      table(
        "ACCESS USERID USER.EMAIL GROUP REGION",
        "USER, ANN, *, *, NORTH",
        "USER, *, A@B.C, *, NORTH",
        "USER, *, *, TEAM, NORTH",
      ),
    ]);
    for (const text of HOSTILE) {
      const about = JSON.stringify(text.slice(0, 40));
      expect(await seen({ user: text, email: text, groups: [text] }), about).toBe(DENIED);
    }
    expect(await seen({ user: "ann", email: "*", groups: HOSTILE })).toEqual(NORTH);
  });

  test("nobody has no access", async () => {
    world = await openAccessWorld(DATA, [table("ACCESS USERID", "ADMIN, *")]);
    await expect(world.ask(null, { questions: {} })).rejects.toMatchObject({
      code: DENIED,
      kind: "forbidden",
    });
    expect(await seen(asker("anybody"))).toEqual(ALL_ROWS);
  });
});
