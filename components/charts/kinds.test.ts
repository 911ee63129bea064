import { describe, expect, it } from "vitest";
import type { Selections } from "@/server/platform/model";
import { sampleAnswers } from "../gallery/charts/engine";
import { sampleObjects } from "../gallery/charts/sheet";
import { SAMPLE_STATES } from "../gallery/charts/values";
import { sceneOption } from "./draw/scene-option";
import { chartKinds, modelOf } from "./kinds";
import { testContext, testInput } from "./testing/input";

const context = testContext({
  measure: (use) => {
    const own = typeof use === "string" ? { use } : use;
    const format =
      typeof own.format === "string" ? { kind: own.format } : (own.format ?? { kind: "number" as const });
    return {
      label: String(own.label ?? own.use),
      value: own.value ?? `Sum(${own.use})`,
      format,
      better: own.better ?? "none",
    };
  },
});

const SIZES = [
  { width: 120, height: 70 },
  { width: 343, height: 308 },
  { width: 1200, height: 500 },
];

describe.each(sampleObjects.map((object) => ({ id: object.id, object })))("$id", ({ object }) => {
  const kind = chartKinds[object.kind];

  it("asks at most six questions, its figures first, always the same", () => {
    const questions = kind?.questions(object, context) ?? {};
    expect(Object.keys(questions)[0]).toBe("main");
    expect(Object.keys(questions).length).toBeLessThanOrEqual(6);
    expect(kind?.questions(object, context)).toEqual(questions);
  });

  it.each(SAMPLE_STATES)("draws finite shapes with unique ids in every size: %s", (state) => {
    const selections: Selections =
      state === "selected" ? { Category: ["Cycling", "Snow"], Month: ["Mar"] } : {};
    const asked = kind?.questions(object, { ...context, selections }) ?? {};
    const answers = state === "refused" ? {} : sampleAnswers(asked, state, selections);
    for (const size of SIZES) {
      const input = testInput(object, answers, { ...size, context: { ...context, selections } });
      const model = modelOf(input);
      if (!model) throw new Error("no builder");
      for (const layer of ["ground", "marks", "over"]) {
        const ids = model.scene.flatMap((item) => (item.layer === layer ? [item.id] : []));
        expect(new Set(ids).size, `${layer} ${size.width}`).toBe(ids.length);
      }
      const odd = model.scene.filter((item) => numbersOf(item).some((number) => !Number.isFinite(number)));
      expect(odd).toEqual([]);
      const marks = model.marks.map(({ id }) => id);
      expect(new Set(marks).size).toBe(marks.length);
      expect(model.marks.length === 0).toBe(model.empty !== undefined);
      expect(sceneOption(model.scene, input, true).series).toHaveLength(3);
    }
  });

  it("tells its figures as rows and as a sentence", () => {
    const answers = sampleAnswers(kind?.questions(object, context) ?? {}, "full", {});
    const table = kind?.table?.(object, context, answers);
    expect(table?.rows.length).toBeGreaterThan(0);
    for (const row of table?.rows ?? []) {
      expect(row.text).toHaveLength(table?.columns.length ?? 0);
      expect(row.raw).toHaveLength(row.text.length);
    }
    expect(kind?.summary?.(object, context, answers)).toMatch(/\.$/);
  });
});

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(numbersOf);
  return [];
}
