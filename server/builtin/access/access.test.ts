import { afterEach, describe, expect, test } from "vitest";
import type { TestTable } from "@/server/builtin/testing";
import type { Asker, CellValue, Question } from "@/server/platform/model";
import { type AccessWorld, openAccessWorld } from "./testing";

const DATA: TestTable[] = [
  {
    name: "Orders",
    fields: { OrderId: "INTEGER", CustomerId: "INTEGER", ProductId: "INTEGER", Amount: "INTEGER" },
    rows: [
      [1, 1, 1, 10],
      [2, 1, 2, 20],
      [3, 2, 1, 40],
      [4, 3, 2, 80],
      [5, null, 1, 160],
    ],
  },
  {
    name: "Customers",
    fields: { CustomerId: "INTEGER", Region: "VARCHAR", Code: "VARCHAR", Since: "DATE" },
    rows: [
      [1, "North", "007", "2024-01-01"],
      [2, "South", "7", "2024-02-01"],
      [3, "West", "x", "2024-03-01"],
      [4, null, null, null],
    ],
  },
  {
    name: "Products",
    fields: { ProductId: "INTEGER", Group: "VARCHAR" },
    rows: [
      [1, "Tea"],
      [2, "Coffee"],
      [3, "Juice"],
    ],
  },
  { name: "Rates", fields: { Rate: "INTEGER" }, rows: [[1], [2]] },
];

let world: AccessWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** An access table as an INLINE table would be: texts, one row per line. */
function table(fields: string, ...rows: string[]): TestTable {
  const names = fields.split(" ");
  return {
    name: "Access",
    fields: Object.fromEntries(names.map((n) => [n, "VARCHAR"])),
    rows: rows.map((row) => {
      const cells = row.split(",").map((c) => c.trim());
      return names.map((_, i) => cells[i] ?? null);
    }),
  };
}

const asker = (user: string, ...groups: string[]): Asker => ({
  user,
  groups,
  ...(user.includes("@") ? { email: user } : {}),
});

const QUESTIONS: Record<string, Question> = {
  amount: { kind: "cube", dimensions: [], measures: ["Sum(Amount)"] },
  everything: { kind: "cube", dimensions: [], measures: ["Sum({1} Amount)"] },
  regions: { kind: "values", field: "Region" },
  products: { kind: "values", field: "Group" },
  rates: { kind: "cube", dimensions: [], measures: ["Sum(Rate)"] },
};

interface Seen {
  amount: CellValue;
  regions: string;
  products: string;
}

async function seen(who: Asker): Promise<Seen | string> {
  const answers = await world
    ?.ask(who, { questions: QUESTIONS })
    .catch((error: { code: string }) => error.code);
  if (typeof answers === "string") return answers;
  const figure = (key: string) => {
    const answer = answers?.answers[key];
    return answer?.kind === "cube" ? (answer.rows[0]?.[0] ?? null) : null;
  };
  const values = (key: string) => {
    const answer = answers?.answers[key];
    return answer?.kind === "values" ? answer.values.map((v) => v.value).join(" ") : "error";
  };
  expect(figure("everything")).toEqual(figure("amount"));
  return { amount: figure("amount"), regions: values("regions"), products: values("products") };
}

const ALL_ROWS = { amount: 310, regions: "North South West", products: "Coffee Juice Tea" };
const NORTH = { amount: 30, regions: "North", products: "Coffee Tea" };
const DENIED = "query.no_access";

describe("who sees what", () => {
  const cases: [string, string, string[], [Asker, Seen | string][]][] = [
    [
      "a value reduces everything associated, whatever its letters",
      "access userid REGION",
      ["user, ann, north", "USER, BOB, South"],
      [
        [asker("Ann"), NORTH],
        [asker("bob"), { amount: 40, regions: "South", products: "Tea" }],
        [asker("carol"), DENIED],
      ],
    ],
    [
      "several rows of one person are OR'ed",
      "ACCESS USERID REGION",
      ["USER, ANN, NORTH", "USER, ANN, WEST"],
      [[asker("ann"), { amount: 110, regions: "North West", products: "Coffee Tea" }]],
    ],
    [
      "a row's fields are AND'ed, also of several tables; rows stay apart",
      "ACCESS USERID REGION PRODUCTID",
      ["USER, ANN, NORTH, 1", "USER, BOB, NORTH, 1", "USER, BOB, SOUTH, *", "USER, BOB, WEST, 2"],
      [
        [asker("ann"), { amount: 10, regions: "North", products: "Tea" }],
        [asker("bob"), { amount: 130, regions: "North South West", products: "Coffee Tea" }],
      ],
    ],
    [
      "* is all listed values, not all values",
      "ACCESS USERID REGION",
      ["USER, ANN, *", "USER, BOB, SOUTH", "USER, CAROL, NORTH"],
      [[asker("ann"), { amount: 70, regions: "North South", products: "Coffee Tea" }]],
    ],
    [
      "a USER without a value sees nothing by that row; one with a value that does not exist neither",
      "ACCESS USERID REGION",
      ["USER, ANN,", "USER, BOB, EAST", "USER, CAROL, EAST", "USER, CAROL, NORTH"],
      [
        [asker("ann"), DENIED],
        [asker("bob"), DENIED],
        [asker("carol"), NORTH],
      ],
    ],
    [
      "an ADMIN sees all unless reduced",
      "ACCESS USERID REGION",
      ["ADMIN, ANN,", "ADMIN, BOB, NORTH", "ADMIN, CAROL, *", "USER, DAN, NORTH", "USER, DAN, X"],
      [
        [asker("ann"), ALL_ROWS],
        [asker("bob"), NORTH],
        [asker("carol"), NORTH],
        [asker("dan"), NORTH],
      ],
    ],
    [
      "without reduction fields whoever is listed sees all",
      "ACCESS USERID",
      ["USER, ANN", "NOBODY, BOB", ", CAROL"],
      [
        [asker("ann"), ALL_ROWS],
        [asker("bob"), DENIED],
        [asker("carol"), DENIED],
      ],
    ],
    [
      "groups and e-mail addresses identify, * stands for everybody, every identity of a row must fit",
      "ACCESS USERID GROUP USER.EMAIL REGION",
      [
        "USER, *, SALES, *, NORTH",
        "USER, BOB, SALES, *, SOUTH",
        "USER, *, *, EVE@X.ORG, WEST",
        "USER, , SALES, *, WEST",
      ],
      [
        [asker("ann", "Sales", "other"), NORTH],
        [asker("bob", "sales"), { amount: 70, regions: "North South", products: "Coffee Tea" }],
        [asker("bob"), DENIED],
        [asker("eve@x.org"), { amount: 80, regions: "West", products: "Coffee" }],
      ],
    ],
    [
      "texts that look like numbers stay texts, days are found by their text",
      "ACCESS USERID CODE",
      ["USER, ANN, 7"],
      [[asker("ann"), { amount: 40, regions: "South", products: "Tea" }]],
    ],
    ["a day reduces", "ACCESS USERID SINCE", ["USER, ANN, 2024-01-01"], [[asker("ann"), NORTH]]],
    [
      "a number reduces by its value",
      "ACCESS USERID CUSTOMERID",
      ["USER, ANN, 1.0"],
      [[asker("ann"), NORTH]],
    ],
  ];
  test.each(cases)("%s", async (_, fields, rows, expected) => {
    world = await openAccessWorld(DATA, [table(fields, ...rows)]);
    for (const [who, sees] of expected) expect([who.user, await seen(who)]).toEqual([who.user, sees]);
  });
});

test("another star stands for all listed values, and * for none", async () => {
  const rows = ["USER, ANN, all", "USER, BOB, SOUTH", "USER, CAROL, *", "USER, All, NORTH", "USER, *, WEST"];
  world = await openAccessWorld(DATA, [table("ACCESS USERID REGION", ...rows)], { star: "All" });
  expect(await seen(asker("ann"))).toMatchObject({ amount: 150 });
  expect(await seen(asker("carol"))).toEqual(NORTH);
});

test("access tables are put together by the fields they share", async () => {
  const users = table(
    "ACCESS USERID TEAM",
    "USER, ANN, T1",
    "USER, BOB, T2",
    "USER, CAROL, T3",
    "ADMIN, EVE,",
  );
  const teams = { ...table("TEAM REGION", "T1, NORTH", "T1, WEST", "T2, SOUTH"), name: "Teams" };
  world = await openAccessWorld(DATA, [users, teams]);
  expect(await seen(asker("ann"))).toMatchObject({ amount: 110 });
  expect(await seen(asker("bob"))).toMatchObject({ amount: 40 });
  expect(await seen(asker("carol"))).toBe(DENIED);
  expect(await seen(asker("eve"))).toEqual(ALL_ROWS);
});

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

describe("a reload refuses", () => {
  const access = (code: string) => ({ code: "script.access", message: expect.stringContaining(code) });
  const cases: [string, TestTable[], string][] = [
    ["a section without a table", [], "no table"],
    ["a section without ACCESS", [table("USERID", "ANN")], "field ACCESS"],
    ["a section that says of nobody who it is", [table("ACCESS REGION", "USER, NORTH")], "who it is"],
    ["ACCESS in two tables", [table("ACCESS USERID"), { ...table("ACCESS GROUP"), name: "B" }], "Access, B"],
    [
      "a table that says nothing of anybody",
      [table("ACCESS USERID"), { ...table("REGION"), name: "B" }],
      '"B"',
    ],
    ["a field the data do not have", [table("ACCESS USERID REGIO")], "REGIO"],
    ["system fields it does not know", [table("ACCESS NTNAME")], "NTNAME"],
    ["a field twice", [table("ACCESS USERID ss ß")], "twice"],
  ];
  test.each(cases)("%s", async (_, tables, said) => {
    await expect(openAccessWorld(DATA, tables)).rejects.toMatchObject(access(said));
  });

  test("a field that several of the data's may be, and data it cannot reduce", async () => {
    const rules = [table("ACCESS USERID A", "USER, ANN, 1")];
    const one = (name: string, ...fields: string[]): TestTable => ({
      name,
      fields: Object.fromEntries(fields.map((f) => [f, "INTEGER"])),
      rows: [fields.map(() => 1)],
    });
    const open = (...data: TestTable[]) => openAccessWorld(data, rules);
    world = await open(one("T", "A"), one("U", "a"));
    expect(await world.shown(asker("ann"))).toMatchObject({ tables: [{ name: "T" }, { name: "U" }] });
    await expect(
      openAccessWorld([one("T", "aA"), one("U", "Aa")], [table("ACCESS USERID AA")]),
    ).rejects.toMatchObject(access("several"));
    await expect(open(one("T", "A", "x", "z"), one("U", "x", "y"), one("V", "y", "z"))).rejects.toMatchObject(
      access("circular"),
    );
    await expect(open(one("T", "A", "RowId"))).rejects.toMatchObject(access("rowid"));
  });

  test("nothing that is merely odd, and says so without naming anybody", async () => {
    const rows = ["USER, ANN, , NORTH", "BOSS, BOB, , NORTH", "USER, EVE, NOWHERE, ", "USER, , , NORTH"];
    world = await openAccessWorld(DATA, [table("ACCESS USERID OMIT REGION", ...rows)]);
    expect(world.warnings).toHaveLength(4);
    expect(world.warnings.join()).not.toMatch(/ANN|BOB|EVE/);
  });
});
