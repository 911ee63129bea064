import fc from "fast-check";
import { expect, test } from "vitest";
import { cancelGesture, commit, type History, redo, settleGesture, startHistory, undo } from "./history";

const label = { key: "moved" };

test("changes of one gesture are one step", () => {
  let h = startHistory(0);
  h = commit(h, 1, label, "drag");
  h = commit(h, 2, label, "drag");
  h = commit(settleGesture(h), 3, label, "drag");
  expect(h.past).toHaveLength(2);
  expect(undo(h).present).toBe(2);
  expect(undo(undo(h)).present).toBe(0);
});

test("a gesture that is given up, or ends where it began, leaves no step", () => {
  const dragged = commit(commit(startHistory(0), 1, label, "drag"), 2, label, "drag");
  expect(cancelGesture(dragged)).toMatchObject({ present: 0, past: [] });
  expect(commit(dragged, 0, label, "drag")).toMatchObject({ present: 0, past: [] });
});

test("a new change forgets what was undone", () => {
  const h = commit(undo(commit(startHistory(0), 1, label)), 5, label);
  expect(redo(h).present).toBe(5);
});

test("undoing everything gives the start, redoing everything the end", () => {
  const change = fc.record({ value: fc.integer(), gesture: fc.option(fc.constantFrom("a", "b")) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      let h: History<number> = startHistory(-1);
      for (const { value, gesture } of changes) h = commit(h, value, label, gesture);
      const end = h.present;
      while (h.past.length > 0) h = undo(h);
      expect(h.present).toBe(-1);
      while (h.future.length > 0) h = redo(h);
      expect(h.present).toBe(end);
    }),
  );
});
