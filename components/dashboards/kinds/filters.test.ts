import { setImmediate } from "node:timers/promises";
import { createElement } from "react";
import { describe, expect, test } from "vitest";
import type { Answer, Question, Selections } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { testObject } from "../../charts/testing/input";
import { acted, keyEvent } from "../testing/acted";
import { type Part, partOf, partsOf } from "../testing/parts";
import { running, settled } from "../testing/running";
import { filters } from "./filters";

type Field = NonNullable<SheetObject["fields"]>[number];
type Step = (parts: Part[]) => void;

/** A filter pane of one field on a running dashboard. */
async function pane(
  own: Field,
  selections: Selections = {},
  answer?: (question: Question) => Answer | undefined,
) {
  const object = testObject({ kind: "filters", fields: [own] });
  const dashboard = await running([object], { filters }, { selections, answer });
  const { store, around } = dashboard;
  const props = { object, width: 300, height: 400 } as never;
  const shown = (...steps: Step[]) => acted(() => partsOf(createElement(filters.View, props)), steps, around);
  /** What is there when the figures after some steps are. */
  const drawnAfter = async (...steps: Step[]) => {
    shown(...steps);
    await setImmediate();
    await settled(store);
    return shown();
  };
  return { ...dashboard, shown, drawnAfter };
}

const click =
  (words: string, type = "button"): Step =>
  (parts) =>
    partOf(parts, words, type).props.onClick({ shiftKey: false, detail: 1 });
const pressed = (parts: Part[]) =>
  parts.filter(({ props }) => props["aria-pressed"] === true).map(({ text }) => text);
const options = (parts: Part[]) =>
  parts.flatMap(({ props }) =>
    props.role === "option" ? [String(props["aria-label"]).replace(/, .*, /, ", ")] : [],
  );
const words = (parts: Part[]) => parts.map(({ text }) => text).join(" | ");

describe("values as buttons", () => {
  const field: Field = { field: "Year", as: "buttons", sort: "text" };

  test("are pressed where they are selected, and each says its state", async () => {
    const { drawnAfter } = await pane(field, { Year: [2025] });
    const parts = await drawnAfter();
    expect(pressed(parts)).toEqual(["2025"]);
    expect(parts.flatMap(({ type, props }) => (type === "button" ? [props["aria-label"]] : []))).toEqual([
      "Values of Year",
      "2023, alternative",
      "2024, alternative",
      "2025, selected",
    ]);
    expect(words(parts)).toContain("1 of 3 selected");
  });

  test("are taken in and out by clicks; the last one out leaves nothing selected", async () => {
    const { drawnAfter, selections } = await pane(field);
    expect(pressed(await drawnAfter(click("2024, possible")))).toEqual(["2024"]);
    expect(pressed(await drawnAfter(click("2025, alternative")))).toEqual(["2024", "2025"]);
    await drawnAfter(click("2024, selected"));
    expect(selections()).toEqual({ Year: [2025] });
    await drawnAfter(click("2025, selected"));
    expect(selections()).toEqual({});
  });

  test("one at a time: each replaces the last, and a click on the chosen one gives it up", async () => {
    const { drawnAfter, selections } = await pane({ ...field, single: true });
    await drawnAfter(click("2024, possible"));
    await drawnAfter(click("2025, alternative"));
    expect(selections()).toEqual({ Year: [2025] });
    await drawnAfter(click("2025, selected"));
    expect(selections()).toEqual({});
  });

  test("keep a locked selection whatever is clicked", async () => {
    const { drawnAfter, store, selections } = await pane(field, { Year: [2025] });
    store.select({ type: "lock", field: "Year", on: true });
    await settled(store);
    const parts = await drawnAfter(click("2024, alternative"), click("2025, locked"));
    expect(selections()).toEqual({ Year: [2025] });
    expect(pressed(parts)).toEqual(["2025"]);
  });

  test("an excluded one moves the selection there; a selected one that is excluded is struck out and stays pressed", async () => {
    const states = (value: number) => (value === 2024 ? "XS" : value === 2025 ? "X" : "A");
    const { drawnAfter, selections } = await pane(field, { Year: [2024] }, (question) =>
      question.kind === "values"
        ? {
            kind: "values",
            field: "Year",
            total: 3,
            counts: { A: 1, XS: 1, X: 1 },
            values: [2023, 2024, 2025].map((value) => ({ value, state: states(value), frequency: 1 })),
          }
        : undefined,
    );
    const parts = await drawnAfter();
    expect(pressed(parts)).toEqual(["2024"]);
    const struck = partOf(parts, "2024, selected, but excluded by another field");
    expect(struck.props.className).toContain("line-through");
    await drawnAfter(click("2025, excluded"));
    expect(selections()).toEqual({ Year: [2025] });
  });

  test("more values than fit as buttons become a list", async () => {
    const { drawnAfter } = await pane({ field: "Country", as: "buttons" });
    const parts = await drawnAfter();
    expect(pressed(parts)).toEqual([]);
    expect(options(parts).length).toBeGreaterThan(8);
  });
});

describe("a list on the sheet", () => {
  const field: Field = { field: "Region", sort: "text" };

  test("is one list box of the keyboard: its options are walked, chosen and said", async () => {
    const { drawnAfter, selections } = await pane(field);
    const press = (key: string) => (parts: Part[]) =>
      parts.find(({ props }) => props.role === "listbox")?.props.onKeyDown(keyEvent(key));
    const first = options(await drawnAfter())[0]?.split(",")[0];
    const parts = await drawnAfter(press("ArrowDown"), press(" "));
    expect(selections()).toEqual({ Region: [first] });
    expect(options(parts)[0]).toBe(`${first}, selected`);
    expect(parts.find(({ props }) => props.role === "option")?.props["aria-selected"]).toBe(true);
  });

  test("says that one value is taken at a time where it is so", async () => {
    const many = async (own: Field) =>
      (await (await pane(own)).drawnAfter()).find(({ props }) => props.role === "listbox")?.props[
        "aria-multiselectable"
      ];
    expect([await many(field), await many({ ...field, single: true })]).toEqual([true, false]);
  });

  test("its head opens the whole list box, and counts what is selected", async () => {
    const { drawnAfter, store } = await pane(field, { Region: ["DACH"] });
    expect(words(await drawnAfter(click("Values of Region")))).toMatch(/1 of \d selected/);
    expect(store.snapshot().openField).toBe("Region");
  });

  test("says what went wrong in place of its values", async () => {
    const { drawnAfter } = await pane(field, {}, () => ({ kind: "error", code: "x.y", message: "Broken." }));
    expect(words(await drawnAfter())).toContain("Broken.");
  });

  test("a field without values says so", async () => {
    const none: Answer = { kind: "values", field: "Region", total: 0, counts: {}, values: [] };
    const { drawnAfter } = await pane(field, {}, () => none);
    expect(words(await drawnAfter())).toContain("This field has no values.");
  });
});

describe("a menu", () => {
  test("opens the list box of its field and counts what is selected there", async () => {
    const { drawnAfter, store } = await pane({ field: "Category", as: "menu" }, { Category: ["Snow"] });
    const parts = await drawnAfter();
    const menu = parts.find(({ props }) => props["aria-haspopup"] === "dialog");
    expect(menu?.text).toMatch(/^Category1 of \d+ selected$/);
    menu?.props.onClick();
    expect(store.snapshot().openField).toBe("Category");
  });
});

describe("a range", () => {
  const type = (words: string, value: string) => (parts: Part[]) => {
    const at = parts.findIndex((part) => part.type === "label" && part.text === words);
    parts[at + 1]?.props.onChange({ target: { value } });
  };
  const submit: Step = (parts) =>
    parts.find((part) => part.type === "form")?.props.onSubmit({ preventDefault: () => undefined });
  const searched = (asked: Question[]) => asked.flatMap((q) => (q.kind === "select" ? [q.search] : []));
  const found = (question: Question): Answer | undefined =>
    question.kind === "select"
      ? { kind: "select", field: question.field, values: question.search === ">=9" ? [] : [2024, 2025] }
      : undefined;

  test("selects what lies between its ends, of numbers and of whole days", async () => {
    const { drawnAfter, asked, selections } = await pane({ field: "Year", as: "range" }, {}, found);
    await drawnAfter(type("From", "2024"), type("To", "2025"), submit);
    expect(searched(asked)).toEqual([">=2024<=2025"]);
    expect(selections()).toEqual({ Year: [2024, 2025] });
    const days = await pane({ field: "Day", as: "dates" }, {}, found);
    await days.drawnAfter(type("To", "2024-12-31"), submit);
    expect(searched(days.asked)).toEqual(["<2025-01-01"]);
  });

  test("cannot be chosen empty, nor while its field is locked", async () => {
    const { shown, store } = await pane({ field: "Year", as: "range" }, { Year: [2025] });
    const off = (...steps: Step[]) => partOf(shown(...steps), "Select").props.disabled;
    expect([off(), off(type("From", "2024"))]).toEqual([true, false]);
    store.select({ type: "lock", field: "Year", on: true });
    await settled(store);
    expect(off(type("From", "2024"))).toBe(true);
  });

  test("that holds no value leaves the selection", async () => {
    const { drawnAfter, asked, selections } = await pane(
      { field: "Year", as: "range" },
      { Year: [2025] },
      found,
    );
    await drawnAfter(type("From", "9"), submit);
    expect(searched(asked)).toEqual([">=9"]);
    expect(selections()).toEqual({ Year: [2025] });
  });
});
