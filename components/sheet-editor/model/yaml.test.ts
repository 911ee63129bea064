import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { sheet as schema } from "@/server/templates/sheet-edit/schemas";
import type { Sheet } from "@/server/templates/sheet-schema";
import { removeObjects } from "./objects";
import { sampleSheets } from "./testing";
import { objectText, pieceText, readPiece, sheetText } from "./yaml";

describe.each(sampleSheets())("$file", ({ text, sheet }) => {
  test("unchanged it is the very same text", () => {
    expect(sheetText(sheet, text)).toBe(text);
    expect(sheetText(structuredClone(sheet), text)).toBe(text);
  });

  test("a change of one title changes that, and comments stay", () => {
    const next: Sheet = { ...sheet, title: { en: "Another", de: "Andere" } };
    const written = sheetText(next, text);
    expect(parse(written)).toEqual(next);
    for (const comment of text.match(/^#.*$/gm) ?? []) expect(written).toContain(comment);
    expect(written.match(/^ {2}- id: .*$/gm)).toEqual(text.match(/^ {2}- id: .*$/gm));
  });

  test("written without its text it means the same", () => {
    expect(schema.parse(parse(sheetText(sheet, null)))).toEqual(sheet);
  });

  test("each object alone can be read back", () => {
    for (const object of sheet.objects)
      expect(readPiece(objectText(sheet, text, object.id))).toEqual({ value: object });
  });
});

const TEXT = `# about the sheet
sheet: a
format: 1
title: A          # its name
objects:
  # the first
  - id: one
    kind: bar     # a ranking
    at: [0, 0, 9, 9]
    dimension: { field: Region, sort: value }
    measure: sales
  # the second
  - { id: two, kind: kpi, at: [9, 0, 5, 3], measure: sales }
`;
const sheet = parse(TEXT) as Sheet;

test("objects keep their comments when others go, come or change their place", () => {
  const [one, two] = sheet.objects;
  if (!one || !two) throw new Error("two objects");
  const swapped = sheetText({ ...sheet, objects: [two, { ...one, at: [0, 3, 9, 9] }] }, TEXT);
  expect(swapped).toContain("# the first");
  expect(swapped).toContain("# a ranking");
  expect(swapped.indexOf("id: two")).toBeLessThan(swapped.indexOf("id: one"));
  const gone = sheetText(removeObjects(sheet, ["one"]), TEXT);
  expect(gone).not.toContain("# a ranking");
  expect(gone).toContain("# about the sheet");
  const added = sheetText({ ...sheet, objects: [...sheet.objects, { ...one, id: "three" }] }, TEXT);
  expect(added).toContain("    dimension: { field: Region, sort: value }");
  expect(added).toContain("# its name");
});

test("short lists and maps of a new object stand on one line", () => {
  expect(pieceText({ id: "x", kind: "bar", at: [0, 0, 4, 4], dimension: { field: "A", limit: 8 } })).toBe(
    "id: x\nkind: bar\nat: [ 0, 0, 4, 4 ]\ndimension: { field: A, limit: 8 }\n",
  );
});

test("a mistake in the text is told with its line and column", () => {
  expect(readPiece("id: x\nkind: a: b")).toMatchObject({ line: 2 });
});

test("a broken text is replaced, not kept", () => {
  expect(parse(sheetText(sheet, "a: [1"))).toEqual(sheet);
});
