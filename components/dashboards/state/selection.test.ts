import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NOTHING_SELECTED, type SelectionAction, type SelectionState, select, startWith } from "./selection";

const field = fc.constantFrom("Region", "Year", "Category");
const values = fc.uniqueArray(fc.constantFrom<string | number | null>("a", "b", "c", 1, 2, null), {
  maxLength: 4,
});
const action: fc.Arbitrary<SelectionAction> = fc.oneof(
  fc.record({
    type: fc.constant("select" as const),
    field,
    values,
    mode: fc.constantFrom("toggle" as const, "replace" as const),
  }),
  fc.record({ type: fc.constant("set" as const), selections: fc.dictionary(field, values) }),
  fc.record({ type: fc.constant("fields" as const), selections: fc.dictionary(field, values) }),
  fc.record({ type: fc.constant("clear" as const), field: fc.option(field, { nil: undefined }) }),
  fc.record({ type: fc.constant("lock" as const), field, on: fc.boolean() }),
  fc.record({
    type: fc.constant("drill" as const),
    object: fc.constant("chart"),
    level: fc.integer({ min: 0, max: 2 }),
  }),
  fc.constantFrom<SelectionAction>({ type: "back" }, { type: "forward" }),
);
const walk = (actions: SelectionAction[], from: SelectionState = NOTHING_SELECTED) =>
  actions.reduce(select, from);
const sets = (state: SelectionState) =>
  Object.fromEntries(Object.entries(state.present.selections).map(([f, v]) => [f, new Set(v)]));

describe("selections", () => {
  test("hold no empty field and no value twice, whatever was done", () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        for (const list of Object.values(walk(actions).present.selections)) {
          expect(list.length).toBeGreaterThan(0);
          expect(new Set(list).size).toBe(list.length);
        }
      }),
    );
  });

  test("toggling the same values twice changes nothing", () => {
    fc.assert(
      fc.property(fc.array(action), field, values, (actions, name, list) => {
        const before = walk(actions);
        const toggle: SelectionAction = { type: "select", field: name, values: list, mode: "toggle" };
        expect(sets(walk([toggle, toggle], before))).toEqual(sets(before));
      }),
    );
  });

  test("a locked field keeps its values through every action but its unlocking", () => {
    fc.assert(
      fc.property(values, fc.array(action), (list, actions) => {
        fc.pre(list.length > 0);
        const locked = walk(
          [{ type: "lock", field: "Region", on: true }],
          startWith({ Region: list, Year: [1] }),
        );
        const others = actions.filter((a) => !(a.type === "lock" && a.field === "Region"));
        expect(new Set(walk(others, locked).present.selections.Region)).toEqual(new Set(list));
      }),
    );
  });
});

describe("history", () => {
  test("forward takes back a step back, and back a step forward", () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const state = walk(actions);
        const back = select(state, { type: "back" });
        if (back !== state) expect(sets(select(back, { type: "forward" }))).toEqual(sets(state));
      }),
    );
  });

  test("back restores the selections and drill levels from before the last change", () => {
    fc.assert(
      fc.property(fc.array(action), action, (actions, last) => {
        fc.pre(last.type !== "back" && last.type !== "forward" && last.type !== "lock");
        const before = walk(actions);
        const after = select(before, last);
        if (after === before) return;
        const back = select(after, { type: "back" });
        expect(sets(back)).toEqual(sets(before));
        expect(back.present.drill).toEqual(before.present.drill);
      }),
    );
  });

  test("what changes nothing makes no step", () => {
    const state = startWith({ Year: [2025] });
    expect(select(state, { type: "select", field: "Year", values: [2025], mode: "replace" })).toBe(state);
    expect(select(state, { type: "clear", field: "Region" })).toBe(state);
    expect(select(state, { type: "back" })).toBe(state);
    expect(select(state, { type: "lock", field: "Region", on: true })).toBe(state);
  });

  test("a drill down selects and goes down as one step", () => {
    const down = select(startWith({}), {
      type: "drill",
      object: "what-sells",
      level: 1,
      select: { field: "Category", value: "Snow" },
    });
    expect(down.present).toEqual({ selections: { Category: ["Snow"] }, drill: { "what-sells": 1 } });
    expect(down.past).toHaveLength(1);
    expect(select(down, { type: "back" }).present).toEqual({ selections: {}, drill: {} });
  });
});
