import { createElement } from "react";
import { describe, expect, test } from "vitest";
import type { Answer, Question, Selections } from "@/server/platform/model";
import { testObject } from "../../charts/testing/input";
import { filters } from "../kinds/filters";
import { acted } from "../testing/acted";
import { type Part, partOf, partsOf } from "../testing/parts";
import { running, settled } from "../testing/running";
import { chosenBy, taken } from "./choosing";
import { ListPanel, Trouble } from "./list-panel";
import { type FieldView, useField } from "./use-field";

const TOO_MANY = "A selection holds at most 10000 values.";
const refusing = (question: Question): Answer | undefined =>
  question.kind === "select" ? { kind: "error", code: "query.selection_size", message: TOO_MANY } : undefined;

async function listBox(selections: Selections, locked: boolean, single = false) {
  const own = { field: "Region", sort: "state" as const, single };
  const object = testObject({ kind: "filters", fields: [own] });
  const dashboard = await running([object], { filters }, { selections, answer: refusing });
  const { store, around } = dashboard;
  if (locked) store.select({ type: "lock", field: "Region", on: true });
  await settled(store);
  const panel = { own, objectId: object.id, head: true, onClose: () => undefined };
  const shown = () => acted(() => partsOf(createElement(ListPanel, panel)), [], around);
  const field = (...steps: ((field: FieldView) => void)[]) =>
    acted(() => useField(own, object.id), steps, around);
  return { ...dashboard, shown, field };
}

const off = (parts: Part[]) =>
  parts.flatMap(({ type, props, text }) =>
    type === "button" && props.disabled ? [String(props["aria-label"] ?? text)] : [],
  );

describe("a choice that is refused", () => {
  test("for its size leaves the selection as it was, and the reason is told", async () => {
    const { store, selections } = await listBox({ Region: ["DACH"] }, false);
    const select = () => {
      throw new Error("Nothing is to be selected.");
    };
    const came = await taken(
      () => chosenBy("all", "Region", "*", [], (questions) => store.aside(questions)),
      select,
    );
    expect(came).toMatchObject({ code: "query.selection_size" });
    expect(selections()).toEqual({ Region: ["DACH"] });
  });

  test("by a lock says that the field is locked, whatever was tried; the selection stays", async () => {
    const { field, selections } = await listBox({ Region: ["DACH"] }, true);
    const tries: ((view: FieldView) => void)[] = [
      (view) => view.select(["Nordics"], "replace"),
      (view) => view.clear(),
      (view) => void view.choose("all"),
      (view) => void view.chooseFound(">=1"),
    ];
    for (const attempt of tries) expect(field(attempt).trouble).toBe("Region is locked");
    expect(selections()).toEqual({ Region: ["DACH"] });
  });

  test("is told in one live line, which is there before there is anything to tell", async () => {
    const { field, around } = await listBox({ Region: ["DACH"] }, true);
    const line = (view: FieldView) =>
      acted(() => partsOf(createElement(Trouble, { field: view })), [], around)[0];
    expect(line(field())).toMatchObject({ text: "", props: { role: "status", className: "sr-only" } });
    const told = line(field((view) => view.clear()));
    expect(told?.text).toBe("Region is locked");
    expect(told?.props.className).not.toContain("sr-only");
  });

  test("is not told any more once a choice is taken or the field is unlocked", async () => {
    const { field } = await listBox({ Region: ["DACH"] }, true);
    expect(
      field(
        (view) => view.clear(),
        (view) => view.lock(false),
      ).trouble,
    ).toBeNull();
    expect(field((view) => view.select(["Nordics"], "toggle")).trouble).toBeNull();
  });

  test("a choice that finds nothing selects nothing, for that would show everything", async () => {
    const chosen: unknown[] = [];
    const select = (values: unknown) => void chosen.push(values);
    expect(await taken(() => ({ values: [] }), select)).toBe("nothing");
    expect(await taken(() => ({ values: ["a"] }), select)).toBe("taken");
    expect(chosen).toEqual([["a"]]);
  });
});

describe("the buttons of a list box", () => {
  test("are off where they would change nothing", async () => {
    const { shown, store } = await listBox({}, false);
    expect(off(shown())).toEqual(["Lock Region", "None", "Alternative", "Excluded"]);
    store.select({ type: "set", selections: { Region: ["DACH"] } });
    await settled(store);
    expect(off(shown())).toEqual(["Possible"]);
  });

  test("are off while the field is locked, but for the padlock", async () => {
    const { shown } = await listBox({ Region: ["DACH"] }, true);
    const parts = shown();
    expect(off(parts)).toEqual(["All", "None", "Possible", "Alternative", "Excluded", "Invert"]);
    expect(partOf(parts, "Unlock Region").props["aria-pressed"]).toBe(true);
  });

  test("empty the selection", async () => {
    const { shown, selections } = await listBox({ Region: ["DACH"] }, false);
    partOf(shown(), "None").props.onClick();
    expect(selections()).toEqual({});
  });

  test("of many values are not there where one value is taken at a time", async () => {
    const { shown } = await listBox({ Region: ["DACH"] }, false, true);
    const parts = shown();
    const names = parts.flatMap(({ type, props, text }) =>
      type === "button" ? [String(props["aria-label"] ?? text)] : [],
    );
    expect(names).toEqual(["Lock Region", "None"]);
  });
});
