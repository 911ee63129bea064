import { beforeAll, expect, test } from "vitest";
import type { CellValue, Selections } from "@/server/platform/model";
import { type AskingWorld, openAskingWorld } from "./testing/asking-world";
import { world } from "./testing/small-world";

let w: AskingWorld;
beforeAll(async () => {
  w = await openAskingWorld(world);
});

const ANNA = { Name: ["Anna"] };

test.each<[string, Selections, CellValue]>([
  ["GetSelectedCount(Name)", {}, 0],
  ["GetSelectedCount(Name)", ANNA, 1],
  ["GetSelectedCount([Name])", ANNA, 1],
  ["GetSelectedCount(City)", ANNA, 0],
  ["GetSelectedCount(Name)", { Name: ["Anna", "Ben"], City: ["Rome"] }, 1],
  ["GetSelectedCount(Name, True())", { Name: ["Anna", "Ben"], City: ["Rome"] }, 2],
  ["GetPossibleCount(Name)", {}, 3],
  ["GetPossibleCount(Name)", ANNA, 1],
  ["GetPossibleCount(City)", ANNA, 1],
  ["GetPossibleCount(Order)", { City: ["Oslo"] }, 1],
  ["GetAlternativeCount(Name)", ANNA, 2],
  ["GetAlternativeCount(Name)", { ...ANNA, City: ["Rome"] }, 0],
  ["GetExcludedCount(City)", ANNA, 1],
  ["GetExcludedCount(Name)", ANNA, 2],
  ["GetFieldSelections(Name)", {}, null],
  ["GetFieldSelections(Name)", { Name: ["Ben", "Anna"] }, "Anna, Ben"],
  ["GetFieldSelections(Name, '; ')", { Name: ["Ben", "Anna"] }, "Anna; Ben"],
  ["GetFieldSelections(Name, ', ', 1)", { Name: ["Ben", "Anna"] }, "NOT Cleo"],
  ["GetFieldSelections(Name, ', ', 1)", { Name: ["Ben", "Anna", "Cleo"] }, "ALL"],
  ["GetFieldSelections(Order, ', ', 1)", { Order: [1, 2] }, "2 of 5"],
  ["GetFieldSelections(Order)", { Order: [2, 1] }, "1, 2"],
  ["GetFieldSelections(Day)", { Day: ["2024-01-05"] }, "2024-01-05"],
  ["GetCurrentSelections()", {}, null],
  ["GetCurrentSelections()", { Name: ["Anna"], Order: [1, 2] }, "Name: Anna\r\nOrder: 1, 2"],
  ["GetCurrentSelections(' | ', '=', '/')", { Name: ["Anna"], Order: [1, 2] }, "Name=Anna | Order=1/2"],
  ["If(GetSelectedCount(Name) = 1, Only(Name), 'several')", ANNA, "Anna"],
  ["If(GetSelectedCount(Name) = 1, Only(Name), 'several')", {}, "several"],
  ["Sum(If(GetSelectedCount(Name) = 0, 0, Amount))", ANNA, 150.1],
  ["Sum({<Name=>} Amount) * GetSelectedCount(Name)", ANNA, 183.1],
])("%s under %j is %s", async (measure, selections, expected) => {
  expect(await w.figure(measure, { selections })).toBe(expected);
});

test("a locked value is selected, and every row is told the same", async () => {
  const { rows } = await w.cube(
    { dimensions: ["City"], measures: ["GetSelectedCount(Name)", "Sum({1} Amount)"] },
    { selections: ANNA, locked: ["Name"] },
  );
  expect(rows).toEqual([
    ["Oslo", 1, 25],
    ["Rome", 1, 150.1],
  ]);
});

test("a dollar expansion and a dimension may ask too", async () => {
  expect(await w.figure("Sum(Amount) * $(=GetSelectedCount(Name))", { selections: ANNA })).toBe(150.1);
  const { rows } = await w.cube(
    { dimensions: ["=If(GetSelectedCount(City) = 0, City, Name)"], measures: ["Sum(Amount)"] },
    { selections: { City: ["Rome"] } },
  );
  expect(rows).toEqual([["Anna", 150.1]]);
});

test.each<[string, string, RegExp, number]>([
  ["GetSelectedCount(Nme)", "query.field_missing", /"Nme".*"Name"/, 18],
  ["GetSelectedCount(1 + 1)", "query.expression", /needs a field/, 18],
  ["GetSelectedCount()", "query.expression", /is written GetSelectedCount/, 1],
  ["GetNotSelectedCount(Name)", "query.expression", /and-mode/, 1],
  ["GetPossibleCount(Name, 'Group 1')", "query.expression", /alternate state/, 24],
  ["GetFieldSelections(Name, Only(City))", "query.expression", /computed argument 2/, 26],
])("%s is refused with its place", async (measure, code, message, column) => {
  const error = await w.wrong(measure);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message), column });
});
