import { expect, test } from "vitest";
import { parseYaml } from "@/server/shared/yaml";
import { checkLooks } from "./check-looks";
import { sheet } from "./sheet-schema";

/** What is said of one object: line and words. */
function said(object: string): string[] {
  const text = `sheet: a\nformat: 1\ntitle: A\nobjects:\n  - id: it\n    at: [0, 0, 12, 9]\n${object.replace(/^/gm, "    ")}\n`;
  const found = parseYaml(sheet, { file: "sheets/a.yaml", text }, "template.invalid");
  return checkLooks(found).map(({ line, message }) => `${line}: ${message}`);
}

test.each([
  ["kind: bar\ncolor: { by: value, scale: diverging, center: 5, say: [low, high] }\nlabel: ends", []],
  ["kind: pivot\ncolor: { by: value, scale: sequential, per: level }", []],
  ["kind: heatmap\ndimensions: [A, { drill: [B, C] }]\ncolor: { per: row }", []],
  ["kind: line\ncolor: { by: value }", ['8: "line" has no colors of its own']],
  ["kind: table\ncolor: { by: value }", ['8: "table" has no colors of its own; give its columns theirs']],
  [
    "kind: table\ncolumns:\n  - { use: x, color: { by: value } }",
    ["9: a column can't be colored by value; it takes rules"],
  ],
  ["kind: pie\ncolor: { by: measure }", [`8: "pie" can't be colored by measure; by dimension or value`]],
  ["kind: bar\ncolor: { by: dimension, field: X }", ['8: "bar" does not show "field" of a color']],
  [
    "kind: heatmap\ncolor: { per: level }",
    [`8: "heatmap" can't be shaded per level; per all, row or column`],
  ],
  ["kind: map\nlabel: all", ['8: "map" has no labels to choose']],
  ["kind: line\nlabel: outliers", [`8: "line" can't label outliers; it can all, ends or none`]],
  ["kind: histogram\ndimension: { drill: [A, B] }", ['8: "histogram" does not drill']],
  [
    "kind: pivot\nrows: [A, { drill: [B, C] }]",
    ['8: "pivot" does not drill; list the fields as rows, they open one into the other'],
  ],
  ["kind: bar\ndimensions: [A, { drill: [B, C] }]", ['8: only the first dimension of "bar" drills']],
  [
    "kind: table\ndimensions: [{ drill: [A, D] }, { drill: [B, C] }]",
    ["8: only one dimension of an object drills"],
  ],
])("of %j is said %j", (object, words) => {
  expect(said(object)).toEqual(words);
});
