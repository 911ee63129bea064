import { createElement } from "react";
import { describe, expect, test } from "vitest";
import { acted, keyEvent } from "../testing/acted";
import { type Part, partsOf } from "../testing/parts";
import { running } from "../testing/running";
import { FieldSearch } from "./field-search";
import type { FieldView } from "./use-field";

const field = { label: "Region", search: "", found: 0, setLocal: () => undefined } as unknown as FieldView;
const inputOf = (parts: Part[]) => parts.find(({ type }) => type === "input") as Part;

/** The search of a field after some steps, and what it passed on. */
async function searched(own: Partial<FieldView>, ...steps: ((input: Part) => void)[]) {
  const { around } = await running([], {});
  const keys: [string, string][] = [];
  const view = createElement(FieldSearch, {
    field: { ...field, ...own },
    onKey: (event, text) => keys.push([event.key, text]),
  });
  const parts = acted(
    () => partsOf(view),
    steps.map((step) => (now: Part[]) => step(inputOf(now))),
    around,
  );
  return { parts, text: inputOf(parts).props.value, keys };
}

const type = (value: string) => (input: Part) => input.props.onChange({ target: { value } });

describe("the search of a list box", () => {
  test("is named by its field and says how many it found, once it has searched", async () => {
    const { parts } = await searched({});
    expect(inputOf(parts).props["aria-label"]).toBe("Search Region");
    expect(parts.some(({ props }) => props.role === "status")).toBe(false);
    const said = async (found: number) =>
      (await searched({ search: "a", found })).parts.find(({ props }) => props.role === "status")?.text;
    expect([await said(3), await said(0)]).toEqual(["3 found", "none found"]);
  });

  test("Escape empties it first; the next one is for the list box, which closes", async () => {
    const [first, second] = [keyEvent("Escape"), keyEvent("Escape")];
    const press = (event: object) => (input: Part) => input.props.onKeyDown(event);
    const { text, keys } = await searched({}, type("nor"), press(first), press(second));
    expect(text).toBe("");
    expect([first.stopped, second.stopped]).toEqual([1, 0]);
    expect(keys).toEqual([["Escape", ""]]);
  });

  test("Enter and arrows go to the list box with what was typed", async () => {
    const press = (key: string) => (input: Part) => input.props.onKeyDown(keyEvent(key));
    const { text, keys } = await searched({}, type(">10"), press("Enter"), press("ArrowDown"));
    expect(text).toBe(">10");
    expect(keys).toEqual([
      ["Enter", ">10"],
      ["ArrowDown", ">10"],
    ]);
  });
});
