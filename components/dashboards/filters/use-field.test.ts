import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Answer, Question } from "@/server/platform/model";
import { testObject } from "../../charts/testing/input";
import { filters } from "../kinds/filters";
import { acted } from "../testing/acted";
import { running, settled } from "../testing/running";
import { MOST } from "./questions";
import { type FieldView, useField } from "./use-field";

const ALL = MOST + 2130;

/** A field of more values than a list holds. */
function long(question: Question): Answer | undefined {
  if (question.kind !== "values") return undefined;
  const values = Array.from({ length: Math.min(question.limit ?? ALL, ALL) }, (_, i) => ({
    value: `v${i}`,
    state: "O" as const,
    frequency: 1,
  }));
  return { kind: "values", field: question.field, total: ALL, counts: { O: ALL }, values };
}

test("a long list grows by as much again up to the most, says how many there are beyond, and asks no more", async () => {
  const own = { field: "Customer" };
  const object = testObject({ kind: "filters", fields: [own] });
  const { store, around, asked } = await running([object], { filters }, { answer: long });
  const field = (...steps: ((field: FieldView) => void)[]) =>
    acted(() => useField(own, object.id), steps, around);
  const beyond: number[] = [];
  for (let i = 0; i < 9; i++) {
    beyond.push(field((view) => view.more()).beyond);
    await setImmediate();
    await settled(store);
  }
  const limits = asked.map((question) => (question.kind === "values" ? question.limit : 0));
  expect(limits).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000]);
  expect(beyond).toEqual([0, 0, 0, 0, 0, 0, 2130, 2130, 2130]);
  // A list at its end asks whenever it is drawn: nothing may be drawn anew by that.
  const before = store.snapshot();
  field((view) => view.more());
  expect(store.snapshot()).toBe(before);
});
