import { expect, test } from "vitest";
import type { SelectQuestion } from "@/server/platform/model";
import { type Aside, chosenBy, rangeSearch } from "./choosing";

const VALUES: Record<SelectQuestion["what"], string[]> = {
  all: ["a", "b", "c", "d", "e"],
  possible: ["a"],
  alternative: ["b", "c"],
  excluded: ["b", "c", "d", "e"],
};
const asked: unknown[] = [];
const engine: Aside = async ({ all }) => {
  asked.push(all);
  if (all?.kind !== "select") throw new Error("Not asked.");
  return { all: { kind: "select", field: all.field, values: VALUES[all.what] } };
};

test.each([
  ["all", ["a", "b", "c", "d", "e"]],
  ["possible", ["a"]],
  ["alternative", ["b", "c"]],
  ["excluded", ["b", "c", "d", "e"]],
  ["invert", ["b", "c", "d"]],
] as const)("%s of a field, as the engine has it", async (word, values) => {
  expect(await chosenBy(word, "F", "", ["a", "e"], engine)).toEqual({ values });
});

test("a search goes with it, and what is refused is told, nothing is selected", async () => {
  asked.length = 0;
  await chosenBy("all", "F", ">=5", [], engine);
  expect(asked).toEqual([{ kind: "select", field: "F", what: "all", search: ">=5" }]);
  const tooMany: Aside = async () => ({
    all: { kind: "error", code: "query.selection_size", message: "More than 10000 values." },
  });
  expect(await chosenBy("invert", "F", "", [], tooMany)).toMatchObject({
    failure: { code: "query.selection_size" },
  });
  const down: Aside = () => Promise.reject(new Error("Down."));
  expect(await chosenBy("excluded", "F", "", [], down)).toMatchObject({ failure: { message: "Down." } });
});

test.each([
  ["1", "5", false, ">=1<=5"],
  ["", "-2.5", false, "<=-2.5"],
  ["3", "", false, ">=3"],
  ["2024-01-01", "2024-02-28", true, ">=2024-01-01<2024-02-29"],
  ["", "2024-12-31", true, "<2025-01-01"],
] as const)("from %s to %s is searched for", (from, to, dates, search) => {
  expect(rangeSearch(from, to, dates)).toBe(search);
});
