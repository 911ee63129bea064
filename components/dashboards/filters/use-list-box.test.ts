import type { KeyboardEvent } from "react";
import { describe, expect, test } from "vitest";
import type { CellValue, ValueState } from "@/server/platform/model";
import { acted, keyEvent } from "../testing/acted";
import type { ListValue } from "./optimistic";
import { type ListBox, useListBox } from "./use-list-box";

const listOf = (states: string): ListValue[] =>
  states.split(" ").map((state, i) => ({ value: `v${i}`, state: state as ValueState, frequency: 1 }));

type Step = (box: ListBox) => void;
const press =
  (key: string, shiftKey = false): Step =>
  (box) =>
    box.onKeyDown(keyEvent(key, { shiftKey }) as unknown as KeyboardEvent);
const click =
  (index: number, extend = false): Step =>
  (box) =>
    box.onPick(index, extend);

/** What was chosen by some steps in a list of these states, and where the cursor stands after them. */
function chosen(states: string, steps: Step[], more: { single?: boolean; found?: boolean } = {}) {
  const done: [CellValue[], string][] = [];
  const said: string[] = [];
  const box = acted(
    () =>
      useListBox({
        values: listOf(states),
        single: more.single ?? false,
        onSelect: (values, mode) => done.push([values, mode]),
        onEnter: more.found ? () => said.push("enter") : undefined,
        onFind: () => said.push("find"),
      }),
    steps,
  );
  return { done, said, cursor: box.cursor };
}

describe("the keys of a list box", () => {
  test("arrows walk from the first row and stop at the ends; Home, End and pages reach them", () => {
    const long = Array(30).fill("O").join(" ");
    expect(chosen(long, [press("ArrowDown")]).cursor).toBe(0);
    expect(chosen(long, [press("ArrowDown"), press("ArrowDown"), press("ArrowUp")]).cursor).toBe(0);
    expect(chosen(long, [press("ArrowUp")]).cursor).toBe(29);
    expect(chosen(long, [press("End"), press("ArrowDown")]).cursor).toBe(29);
    expect(chosen(long, [press("End"), press("PageUp")]).cursor).toBe(19);
    expect(chosen(long, [press("End"), press("Home"), press("PageDown")]).cursor).toBe(10);
    expect(chosen(long, [press("End"), press("Home")]).done).toEqual([]);
  });

  test("Space and Enter take a value in or out; before the first arrow they choose nothing", () => {
    expect(chosen("O O", [press(" ")]).done).toEqual([]);
    const { done } = chosen("O S", [press("ArrowDown"), press(" "), press("ArrowDown"), press("Enter")]);
    expect(done).toEqual([
      [["v0"], "toggle"],
      [["v1"], "toggle"],
    ]);
  });

  test("Enter selects what a search found, F goes to the search", () => {
    const { done, said } = chosen("O O", [press("ArrowDown"), press("Enter"), press("f")], { found: true });
    expect([done, said]).toEqual([[], ["enter", "find"]]);
  });

  test("Shift extends from where it began, back and forth", () => {
    const steps = [
      press("ArrowDown"),
      press("ArrowDown"),
      press("ArrowDown", true),
      press("ArrowDown", true),
    ];
    expect(chosen("O O O O", steps).done).toEqual([
      [["v1", "v2"], "replace"],
      [["v1", "v2", "v3"], "replace"],
    ]);
    expect(chosen("O O O O", [...steps, press("Home", true)]).done.at(-1)).toEqual([["v0", "v1"], "replace"]);
  });

  test("keys of the browser and other letters are left to whoever wants them", () => {
    const events = [
      keyEvent("ArrowDown", { ctrlKey: true }),
      keyEvent("x"),
      keyEvent("Escape"),
      keyEvent("ArrowDown"),
    ];
    const steps = events.map((event) => (box: ListBox) => box.onKeyDown(event as unknown as KeyboardEvent));
    expect(chosen("O O", steps).cursor).toBe(0);
    expect(events.map(({ prevented, stopped }) => prevented + stopped)).toEqual([0, 0, 0, 2]);
  });
});

describe("clicks on values", () => {
  test("toggle; with Shift they take everything since the last one", () => {
    expect(chosen("O O S O", [click(2), click(0, true)]).done).toEqual([
      [["v2"], "toggle"],
      [["v0", "v1", "v2"], "replace"],
    ]);
    expect(chosen("O O", [click(1, true)]).done).toEqual([[["v1"], "toggle"]]);
  });

  test("an excluded value is no addition: the selection moves there; one that is selected but excluded is taken out", () => {
    expect(chosen("S X", [click(1)]).done).toEqual([[["v1"], "replace"]]);
    expect(chosen("S XS", [click(1)]).done).toEqual([[["v1"], "toggle"]]);
  });

  test("where there is one choice, each replaces the last, Shift too, and the chosen one is given up by a further click", () => {
    const single = { single: true };
    expect(chosen("S O O", [click(1), click(2, true)], single).done).toEqual([
      [["v1"], "replace"],
      [["v2"], "replace"],
    ]);
    expect(chosen("S A", [click(0)], single).done).toEqual([[[], "replace"]]);
    expect(chosen("XS O", [click(0)], single).done).toEqual([[[], "replace"]]);
    expect(chosen("O O O", [press("ArrowDown"), press("ArrowDown", true)], single).done).toEqual([]);
  });

  test("a row that is gone chooses nothing", () => {
    expect(chosen("O", [click(4)])).toMatchObject({ done: [], cursor: -1 });
  });
});
