import { describe, expect, test } from "vitest";
import type { FindAnswer, ValueState } from "@/server/platform/model";
import { choicesOf, groupsOf, moreFields, withHits } from "./hits";
import { searchesOf, withDays } from "./searches";

describe("what is typed", () => {
  test.each([
    ["2025-01..2025-06", "2025-01-01..2025-06-30"],
    ["2024-02..", "2024-02-01.."],
    ["10..20", "10..20"],
    [">=2025-03", ">=2025-03-01"],
    [">2025-03<=2025-04", ">2025-03-31<=2025-04-30"],
    ["<2025-03", "<2025-03-01"],
    [">2025-03-05", ">2025-03-05"],
    [">100", ">100"],
    ["2025-13..", "2025-13.."],
    ["a*", "a*"],
  ])("%j is searched as %j", (typed, searched) => {
    expect(withDays(typed)).toBe(searched);
  });

  test("several words are looked for together and one by one; quotes keep them together", () => {
    expect(searchesOf("  Snow   2025 ").map((s) => s.text)).toEqual(["Snow 2025", "Snow", "2025"]);
    expect(searchesOf('"New York" Snow').map((s) => s.word)).toEqual(['"New York" Snow', "New York", "Snow"]);
    expect(searchesOf('"New York"').map((s) => s.text)).toEqual(["New York"]);
    expect(searchesOf("2025-03").map((s) => s.text)).toEqual(["2025-03", "2025-03-01..2025-03-31"]);
    expect(searchesOf("> 5 < 9")).toHaveLength(1);
    expect(searchesOf("  ")).toEqual([]);
  });
});

const answer = (
  ...fields: [field: string, total: number, ...values: [string, ValueState][]][]
): FindAnswer => ({
  kind: "find",
  fieldCount: fields.length + 2,
  fields: fields.map(([field, total, ...values]) => ({
    field,
    total,
    values: values.map(([value, state]) => ({ value, state })),
  })),
});

describe("what is found", () => {
  const searches = searchesOf("DACH Snow");
  const answers = {
    f0: answer(),
    f1: answer(["Region", 1, ["DACH", "O"]]),
    f2: answer(["Category", 3, ["Snow", "O"], ["Snowshoe", "X"]], ["Region", 1, ["DACH", "O"]]),
  };

  test("comes by field, each value once, and all of a field can be chosen", () => {
    const groups = groupsOf(searches, answers);
    expect(groups.map((g) => [g.field, g.hits.length])).toEqual([
      ["Region", 1],
      ["Category", 2],
    ]);
    expect(choicesOf(groups, searches).map((c) => c.kind)).toEqual([
      "together",
      "value",
      "value",
      "value",
      "all",
    ]);
    expect(moreFields(answers)).toBe(2);
  });

  test("the best of each word can be selected together, what else is selected stays", () => {
    const [together] = choicesOf(groupsOf(searches, answers), searches);
    if (together?.kind !== "together") throw new Error("The words are in two fields.");
    expect(withHits({ Year: [2025], Region: ["South"] }, together.hits)).toEqual({
      Year: [2025],
      Region: ["DACH"],
      Category: ["Snow"],
    });
  });
});
