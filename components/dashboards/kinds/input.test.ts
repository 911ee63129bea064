import { createElement } from "react";
import { describe, expect, test } from "vitest";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { testObject } from "../../charts/testing/input";
import { acted } from "../testing/acted";
import { type Part, partsOf } from "../testing/parts";
import { running } from "../testing/running";
import { input } from "./input";

const inputOf = (own: Partial<SheetObject>) =>
  testObject({ kind: "input", title: "Goal", variable: "goal", ...own });
const isControl = ({ type }: Part) => type === "input" || type === "select";

/** The control of an input on a running dashboard after some steps. */
async function control(own: Partial<SheetObject>, ...steps: ((control: Part) => void)[]) {
  const object = inputOf(own);
  const { store, around } = await running([object], { input });
  const { live } = store.snapshot();
  const view = createElement(input.View, { object, context: live, width: 200, height: 40 } as never);
  const find = (parts: Part[]) => parts.find(isControl) as Part;
  const parts = acted(
    () => partsOf(view),
    steps.map((step) => (now: Part[]) => step(find(now))),
    around,
  );
  return { parts, control: find(parts), store };
}

const type = (value: string) => (part: Part) => part.props.onChange({ target: { value } });

describe("an input starts as its variable does, so that figures and control agree", () => {
  test.each([
    [{ input: "slider", min: 10, max: 90, step: 5 }, 10],
    [{ input: "slider", max: 90 }, 0],
    [{ input: "number", min: -3 }, -3],
    [{ input: "choice", choices: ["Year", "Month"] }, "Year"],
    [{ input: "choice", choices: [12, 24] }, "12"],
  ] as [Partial<SheetObject>, string | number][])("%j at %s", async (own, value) => {
    const { control: found, store } = await control(own);
    expect(found.props.value).toBe(value);
    expect(String(store.variables.goal)).toBe(String(value));
  });

  test("a choice of numbers sets a number; a date is today's", async () => {
    expect((await control({ input: "choice", choices: [12, 24] })).store.variables.goal).toBe(12);
    const { control: day, store } = await control({ input: "date" });
    expect(day.props.value).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(store.variables.goal).toBe(day.props.value);
  });

  test("it is named by its title, and bounded as the sheet says", async () => {
    const { parts, control: found } = await control({ input: "number", min: 0, max: 9, step: 3 });
    const label = parts.find((part) => part.type === "label");
    expect([label?.text, label?.props.htmlFor]).toEqual(["Goal", found.props.id]);
    expect(found.props).toMatchObject({ min: 0, max: 9, step: 3 });
  });

  test("a slider writes its value beside it", async () => {
    const { parts } = await control({ input: "slider", max: 9_000 }, type("1500"));
    expect(parts.find((part) => part.type === "output")?.text).toBe("1,500");
  });
});

describe("typing a number", () => {
  test("an emptied one, or a minus alone, is no zero while one types", async () => {
    const { control: found } = await control({ input: "number", min: 5 }, type(""));
    expect(found.props.value).toBe("");
    expect((await control({ input: "number" }, type(""), type("-4"))).control.props.value).toBe(-4);
  });

  test("one that is left empty is the former one again", async () => {
    const { control: found, store } = await control({ input: "number", min: 5 }, type(""), (part) =>
      part.props.onBlur(),
    );
    expect([found.props.value, store.variables.goal]).toEqual([5, 5]);
  });
});
