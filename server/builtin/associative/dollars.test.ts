import { beforeAll, describe, expect, test } from "vitest";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld([
    {
      name: "T",
      fields: { Region: "VARCHAR", Sales: "INTEGER", Year: "INTEGER" },
      rows: [
        ["North", 100, 2024],
        ["South", 10, 2025],
        ["$(vBase)", 1, 2025],
        ["$(=Sum(Sales))", 2, 2025],
        ["it's", 4, 2023],
      ],
    },
  ]);
});

const variables = {
  vBase: 50,
  vDouble: "$(vBase)*2",
  vQuadruple: "($(vDouble))*2",
  vLast: "$(=Max(Year))",
  vName: "vBase",
  vOf: "Sum({<Region={'$1'}>} Sales)",
  vOfLast: "Sum({<Year={$(vLast)}, Region={'$1'}>} Sales)",
  vBoth: "$(vOf(North)) + $(vOfLast(South))",
  vQuoted: "it's",
  vSet: "<Region={'$(vQuoted)'}>",
  vSelf: "$(vSelf)+1",
  vOpen: "$(vBase",
};

describe("a variable whose text holds further expansions", () => {
  test.each<[string, string | number]>([
    ["$(vDouble) + 1", 101],
    ["$(vQuadruple)", 200],
    ["Sum({<Year={$(vLast)}>} Sales)", 13],
    ["$(#vLast) - 2000", 25],
    ["$($(vName)) + 1", 51],
    ["$(vBoth)", 110],
    ["$(vOf(South))", 10],
    ["Sum({$(vSet)} Sales)", 4],
    ["'$(vQuoted)'", "it's"],
    ["'$(vDouble)'", "50*2"],
    ["$(=$(vDouble)) / 2", 50],
    ["Sum({<Region={'$(=MinString({<Sales={1}>} Region))'}>} Sales)", 1],
    ["'$(=MinString({<Sales={2}>} Region))'", "$(=Sum(Sales))"],
    ["Sum({<Region={'$(vOf($(=MinString({<Sales={1}>} Region))))'}>} Sales)", 0],
  ])("%s is %s", async (measure, expected) => {
    expect(await w.figure(measure, { variables })).toEqual(expected);
  });

  test.each<[string, string, RegExp]>([
    ["1 + $(vSelf)", "query.expression", /into itself without end/],
    ["1 + $(vOpen)", "query.expression", /never closed/],
    ["1 + $(vDobule)", "query.variable_missing", /vDobule/],
  ])("%s is refused at its place", async (measure, code, message) => {
    const error = await w.wrong(measure, { variables });
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), line: 1, column: 5 });
  });
});
