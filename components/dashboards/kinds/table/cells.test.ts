import { expect, test } from "vitest";
import type { CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeAnswer, testObject } from "../../../charts/testing/input";
import { drawn } from "../../testing/drawn";

type Columns = NonNullable<SheetObject["columns"]>;
const sales = { value: "Sum(Sales)", label: "Sales", format: "money", bar: true } as const;

/** The table of these rows as markup. */
const table = (columns: Columns, rows: CellValue[][], language = "en") =>
  drawn(testObject({ kind: "table", dimension: "Region", columns, totals: "none" }), {
    language,
    answers: () => ({ rows: cubeAnswer(rows) }),
  });
const lengths = (html: string) =>
  [...html.matchAll(/style="width:([\d.]+)%"><\/i>/g)].map(([, w]) => Number(w));

test("a small bar is as long as its figure, the largest fills its place", () => {
  const html = table(
    [sales],
    [
      ["A", 20_000],
      ["B", 5_000],
      ["C", 1],
    ],
  );
  expect(lengths(html)).toEqual([100, 25, 0.005]);
  expect(html).toContain("min-w-px");
});

test("nothing, a missing figure and one below zero have no length, and are written all the same", () => {
  const html = table(
    [sales],
    [
      ["A", 10],
      ["B", 0],
      ["C", null],
      ["D", -5],
    ],
  );
  expect(lengths(html)).toEqual([100, 0, 0, 0]);
  expect(html.match(/min-w-px/g)).toHaveLength(1);
  for (const text of ["€10.00", "€0", "–", "−€5.00"]) expect(html).toContain(`>${text}<`);
});

test("figures below zero alone, and no figure at all, draw no bars", () => {
  expect(
    lengths(
      table(
        [sales],
        [
          ["A", -3],
          ["B", null],
        ],
      ),
    ),
  ).toEqual([0, 0]);
});

test("each column of bars has a scale of its own, figures are compact in the reader's language", () => {
  const columns: Columns = [sales, { ...sales, value: "Sum(Cost)", label: "Cost" }];
  const html = table(
    columns,
    [
      ["A", 1_250_000, 10],
      ["B", 625_000, 40],
    ],
    "de",
  );
  expect(lengths(html)).toEqual([100, 25, 50, 100]);
  expect(html.replace(/[\u00a0\u202f]/g, " ")).toContain(">1,25 Mio. €<");
});

test("a bad figure's bar is bad, with its sign and its word beside it", () => {
  const color = { rules: [{ if: "< 10", use: "bad", mark: "warn", say: "too few" }] } as const;
  const html = table(
    [{ ...sales, color: { rules: [...color.rules] } }],
    [
      ["A", 20],
      ["B", 5],
    ],
  );
  expect(html.match(/bg-\(--bad\)/g)).toHaveLength(1);
  expect(html).toMatch(/lucide-triangle-alert/);
  expect(html).toContain("too few");
});
