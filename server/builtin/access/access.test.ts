import { afterEach, describe, expect, test } from "vitest";
import type { Asker } from "@/server/platform/model";
import { type AccessWorld, openAccessWorld } from "./testing";
import { ALL_ROWS, asker, DATA, DENIED, NORTH, type Seen, seenBy, table } from "./testing-shop";

let world: AccessWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const seen = (who: Asker) => seenBy(world, who);

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
