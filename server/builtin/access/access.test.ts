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
afterEach(() => {
  world?.close();
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
      "a row's fields are AND'ed, of several tables",
      "ACCESS USERID REGION GROUP_",
      [],
      [[asker("ann"), DENIED]],
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
  test.each(cases.filter(([, , rows]) => rows.length > 0))("%s", async (_, fields, rows, expected) => {
    world = await openAccessWorld(DATA, [table(fields, ...rows)]);
    for (const [who, sees] of expected) expect([who.user, await seen(who)]).toEqual([who.user, sees]);
  });
});
