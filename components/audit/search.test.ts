import { expect, test } from "vitest";
import { auditFilterOf } from "./search";

const none = { actor: null, action: null, from: null, to: null, cursor: null };

test("the last day is whole, also over the end of a month", () => {
  const { from, to } = auditFilterOf({ ...none, from: "2026-01-31", to: "2026-01-31" });
  expect(from).toEqual(new Date(2026, 0, 31));
  expect(to).toEqual(new Date(2026, 1, 1));
});

test("what is empty or no day filters nothing", () => {
  const filter = auditFilterOf({ ...none, actor: "  ", from: "yesterday" }, "ten_a");
  expect(filter).toEqual({ tenantId: "ten_a" });
});
