import { describe, expect, test } from "vitest";
import type { CellValue, Question } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cubeAnswer, testObject } from "../../charts/testing/input";
import { drawn, placed } from "../testing/drawn";

const money = (value: string) => ({ value, label: "Sales", format: "money", better: "higher" }) as const;
const object = (more: Partial<SheetObject> = {}) =>
  testObject({ kind: "kpi", measure: money("Sum(Sales)"), compare: "before", trend: "Month", ...more });

/** What is read, with one kind of blank, and the markup. */
function read(more: Partial<SheetObject>, row: CellValue[], language = "en", course: CellValue[][] = []) {
  const answers = (asked: Record<string, Question>) => ({
    value: cubeAnswer([row]),
    ...(asked.trend ? { trend: cubeAnswer(course) } : {}),
  });
  const html = drawn(object(more), { language, answers });
  const text = html.replace(/<[^>]*>/g, "|").replace(/[\u00a0\u202f]/g, " ");
  return { html, words: text.split("|").filter((word) => word.trim() !== "") };
}

describe("the comparison", () => {
  test.each([
    ["more is better", [12_000, 10_000], ["€12k", "+20.0%", "from €10k"]],
    ["less", [9_000, 10_000], ["€9,000", "−10.0%", "from €10k"]],
    ["no change", [500, 500], ["€500", "0.0%", "from €500"]],
    ["of nothing there is no share, but the figure before is told", [12_000, 0], ["€12k", "from €0"]],
    ["a figure before that is missing is not told", [12_000, null], ["€12k"]],
    ["a missing figure has no change", [null, 10_000], ["–", "from €10k"]],
    ["from below zero up", [500, -1_000], ["€500", "+150.0%", "from −€1,000"]],
  ] as const)("%s", (_, row, words) => {
    expect(read({}, [...row]).words).toEqual(words);
  });

  test("in the reader's language, figures and words", () => {
    expect(read({}, [12_345_678, 10_000_000], "de").words).toEqual([
      "12,3 Mio. €",
      "+23,5 %",
      "von 10 Mio. €",
    ]);
  });

  test("good and bad by what is better, never by the sign", () => {
    const costs = { ...money("Sum(Cost)"), better: "lower" } as const;
    expect(read({}, [12, 10]).html).toContain("text-(--good)");
    expect(read({ measure: costs }, [12, 10]).html).toContain("text-(--bad)");
  });
});

describe("the goal", () => {
  test("is asked after the comparison and judged by what is better", () => {
    const goal = { target: { value: "Sum(Plan)" } };
    expect(placed(object(goal)).questions.value).toMatchObject({
      measures: ["Sum(Sales)", expect.any(String), "Sum(Plan)"],
    });
    expect(read(goal, [90, 80, 100]).words).toEqual([
      "€90.00",
      "+12.5%",
      "from €80.00",
      "outside",
      "target €100",
    ]);
    expect(read(goal, [90, 80, null]).words).toEqual(["€90.00", "+12.5%", "from €80.00"]);
  });
});

describe("rules", () => {
  const color = {
    rules: [
      { if: "< 100", use: "bad", mark: "warn", say: "too few" },
      { if: "=Sum(Plan) > 5", use: "good", mark: "up", say: "as planned" },
    ],
  } as SheetObject["color"];

  test("color the figure, with a sign and a word; an expression is asked last", () => {
    expect(placed(object({ color, target: { value: "Sum(Plan)" } })).questions.value).toMatchObject({
      measures: ["Sum(Sales)", expect.any(String), "Sum(Plan)", "Sum(Plan) > 5"],
    });
    const bad = read({ color, compare: undefined }, [90, 1]);
    expect(bad.words).toEqual(["€90.00", "too few"]);
    expect(bad.html).toContain("text-(--bad)");
    expect(bad.html).toMatch(/<svg[^>]*lucide-triangle-alert/);
    expect(read({ color, compare: undefined }, [900, -1]).words).toEqual(["€900", "as planned"]);
    expect(read({ color, compare: undefined }, [900, 0]).words).toEqual(["€900"]);
  });
});

describe("the small line", () => {
  const paths = (html: string) => [...html.matchAll(/ d="(M[^"]*)"/g)].map(([, d]) => d);
  const course = (...values: CellValue[]) => values.map((value, i) => [i + 1, value, null]).reverse();

  test("asks for the latest points and draws them from left to right", () => {
    expect(placed(object()).questions.trend).toMatchObject({ sort: [{ order: "desc" }], limit: 60 });
    const { html } = read({ compare: undefined }, [3], "en", course(0, 5, 10));
    expect(paths(html)[0]).toBe("M0 30L50 16L100 2");
  });

  test("a missing figure is a gap, a flat course runs through the middle", () => {
    const gap = paths(read({ compare: undefined }, [3], "en", course(0, 10, null, 10, 0)).html);
    expect(gap.slice(0, 2)).toEqual(["M0 30L25 2", "M75 2L100 30"]);
    expect(paths(read({ compare: undefined }, [3], "en", course(7, 7)).html)[0]).toBe("M0 16L100 16");
  });

  test("there is none of fewer than two figures", () => {
    expect(paths(read({ compare: undefined }, [3], "en", course(7, null)).html)).toEqual([]);
    expect(paths(read({ compare: undefined }, [3], "en", []).html)).toEqual([]);
  });
});
