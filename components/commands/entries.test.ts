import { expect, test } from "vitest";
import { type EntryGroup, matching } from "./entries";

const groups: EntryGroup[] = [
  { id: "places", heading: "Places", entries: [{ id: "t", mark: null, label: "Tenants" }] },
  { id: "found", heading: "Found", entries: [{ id: "a", mark: null, label: "Aurora", found: true }] },
  { id: "do", heading: "Do", entries: [{ id: "c", mark: null, label: "Create tenant" }] },
];

test("every word must be in the label, in any order; what the server found stays", () => {
  expect(matching(groups, "tenant create").map((g) => g.id)).toEqual(["found", "do"]);
  expect(matching(groups, " TEN ").map((g) => g.id)).toEqual(["places", "found", "do"]);
  expect(matching(groups, "").map((g) => g.id)).toEqual(["places", "found", "do"]);
});
