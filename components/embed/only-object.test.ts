import { expect, test } from "vitest";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import { onlyObject } from "./only-object";

const object = (id: string, at: [number, number, number, number]) => ({ id, kind: "bar", at, show: "=0" });
const document = {
  sheets: [
    { sheet: "a", format: 1, title: "A", objects: [object("one", [0, 0, 12, 8])] },
    {
      sheet: "b",
      format: 1,
      title: "B",
      show: "=0",
      objects: [object("two", [12, 4, 6, 9]), object("three", [0, 0, 4, 4])],
    },
  ],
  start: { name: "Mine", sheet: "a" },
} as unknown as DashboardDocument;

test("one object is left, as wide as its sheet, whatever sheet a bookmark would open", () => {
  const { sheets, start } = onlyObject(document, "two");
  expect(sheets.map((s) => [s.sheet, s.show])).toEqual([["b", undefined]]);
  expect(sheets[0]?.objects).toEqual([{ id: "two", kind: "bar", at: [0, 0, 24, 9], show: undefined }]);
  expect(start).toEqual({ name: "Mine", sheet: null });
});

test("an object that is not there is told, not shown as an empty sheet", () => {
  expect(() => onlyObject(document, "none")).toThrow(/no object "none"/);
});
