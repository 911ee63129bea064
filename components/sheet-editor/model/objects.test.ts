import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { OBJECT_KINDS, sheet as schema, sheetObject } from "@/server/templates/sheet-edit/schemas";
import type { Sheet } from "@/server/templates/sheet-schema";
import { freeId, slugOf } from "./draft";
import { KIND_FACTS, type Property } from "./kind-facts";
import { isSound, moveBy, resizeBy } from "./layout";
import { newObject } from "./new-object";
import { addObject, clipOf, paste, removeObjects, reorder } from "./objects";
import { readProperty, writeProperty } from "./properties";
import { sampleSheets } from "./testing";
import { sheetText } from "./yaml";

const MATERIAL = {
  fields: [
    { name: "Year", type: "integer", distinct: 3 },
    { name: "Region", type: "text", distinct: 6 },
    { name: "Country", type: "text", distinct: 15 },
  ],
  measures: [{ name: "sales" }, { name: "margin" }],
};

test.each(OBJECT_KINDS)("a new %s fits the format and its own smallest size", (kind) => {
  for (const material of [MATERIAL, { fields: [], measures: [] }]) {
    const object = newObject(kind, material);
    expect(sheetObject.parse(object)).toEqual(object);
  }
  const { least, size } = KIND_FACTS[kind];
  expect(size[0] >= least[0] && size[1] >= least[1]).toBe(true);
});

test("a new chart groups by words before numbers and times", () => {
  expect(newObject("bar", MATERIAL).dimension).toMatchObject({ field: "Region" });
  expect(newObject("line", MATERIAL).dimension).toMatchObject({ field: "Year" });
});

test("copies bring the sheet's own measures that they use", () => {
  const from: Sheet = {
    sheet: "a",
    format: 1,
    title: "A",
    measures: { own: { value: "Sum(A)" }, other: { value: "Sum(B)" } },
    objects: [{ id: "k", kind: "kpi", at: [3, 2, 5, 3], measure: "own" }],
  };
  const to: Sheet = {
    sheet: "b",
    format: 1,
    title: "B",
    objects: [{ ...newObject("kpi", MATERIAL), id: "k" }],
  };
  const pasted = paste(to, clipOf(from, ["k"]));
  expect(pasted?.ids).toEqual(["k-2"]);
  expect(pasted?.sheet.measures).toEqual({ own: { value: "Sum(A)" } });
  expect(isSound(pasted?.sheet.objects ?? [])).toBe(true);
});

test("ids are free, short and readable", () => {
  expect(freeId("bar", ["bar", "bar-2"])).toBe("bar-3");
  expect(freeId("bar-2", ["bar", "bar-2"])).toBe("bar-3");
  expect(slugOf("Umsätze 2024: über alles", "sheet")).toBe("umsatze-2024-uber-alles");
  expect(slugOf("…", "sheet")).toBe("sheet");
});

test("a property that the format refuses is told with its place, and nothing changes", () => {
  const bar = newObject("bar", MATERIAL);
  const refused = writeProperty(bar, "axes", [{ field: "Region", limit: 0 }]);
  expect("problems" in refused && refused.problems[0]?.path).toEqual(["dimension", "limit"]);
  const written = writeProperty(bar, "axes", ["Region", "Country"]);
  expect("value" in written && readProperty(written.value, "axes")).toEqual(["Region", "Country"]);
  expect("value" in written && "dimension" in written.value).toBe(false);
});

const samples = sampleSheets();
const values = fc.oneof(
  fc.constantFrom<unknown>(
    "Region",
    "sales",
    ["Region"],
    ["sales", "margin"],
    { en: "A" },
    [],
    5,
    true,
    null,
    undefined,
    { field: "Region" },
    "top",
    "column",
    "none",
    { by: "value" },
  ),
  fc.jsonValue(),
);
const edit = fc.oneof(
  fc.record({ do: fc.constant("add" as const), kind: fc.constantFrom(...OBJECT_KINDS) }),
  fc.record({
    do: fc.constantFrom("remove" as const, "duplicate" as const, "reorder" as const),
    n: fc.nat(),
  }),
  fc.record({
    do: fc.constantFrom("move" as const, "resize" as const),
    n: fc.nat(),
    dx: fc.integer({ min: -9, max: 9 }),
    dy: fc.integer({ min: -9, max: 9 }),
  }),
  fc.record({
    do: fc.constant("write" as const),
    n: fc.nat(),
    property: fc.constantFrom<Property>(
      "axes",
      "figures",
      "title",
      "color",
      "as",
      "columns",
      "text",
      "totals",
      "show",
    ),
    value: values,
  }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(sheet: Sheet, e: Edit): Sheet {
  if (e.do === "add") return addObject(sheet, newObject(e.kind, MATERIAL)) ?? sheet;
  const object = sheet.objects[e.n % Math.max(1, sheet.objects.length)];
  if (!object) return sheet;
  switch (e.do) {
    case "remove":
      return removeObjects(sheet, [object.id]);
    case "duplicate":
      return paste(sheet, clipOf(sheet, [object.id]))?.sheet ?? sheet;
    case "reorder":
      return reorder(sheet, object.id, 1);
    case "move":
      return { ...sheet, objects: moveBy(sheet.objects, [object.id], e.dx, e.dy) ?? sheet.objects };
    case "resize":
      return {
        ...sheet,
        objects: resizeBy(sheet.objects, object.id, { right: e.dx, bottom: e.dy }, [2, 2]) ?? sheet.objects,
      };
    case "write": {
      const next = writeProperty(object, e.property, e.value);
      const objects = sheet.objects.map((o) => (o === object && "value" in next ? next.value : o));
      return { ...sheet, objects };
    }
  }
}

test("random edits always give a sheet that the format accepts and whose text says the same", () => {
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.array(edit, { maxLength: 10 }), ({ sheet, text }, edits) => {
      const end = edits.reduce(apply, sheet);
      expect(schema.safeParse(end).success).toBe(true);
      expect(isSound(end.objects)).toBe(true);
      expect(parse(sheetText(end, text))).toEqual(end);
    }),
    { numRuns: 40 },
  );
});
