import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition } from "@/db/schema";
import { conditionSql } from "@/server/platform/conditions";
import { dialects } from "@/server/platform/dialects";
import { isComplete, operatorsFor, typedValue, valueKind, withOperator } from "./conditions-model";

const OPS = ["=", "<>", "<", "<=", ">", ">=", "in", "not in", "between", "is null", "is not null"] as const;
const value = fc.oneof(
  fc.string({ minLength: 1 }).filter((s) => !s.includes("\0")),
  fc.integer(),
);

describe("conditions while they are typed", () => {
  test("whatever is complete, the compiler of where clauses takes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPS), fc.constantFrom(...OPS), value, value, (first, second, a, b) => {
        const begun: Condition = withOperator({ column: "x", op: first, value: [a, b] }, first);
        const changed = withOperator(begun, second);
        if (!isComplete(changed)) return;
        expect(conditionSql(changed, '"x"', 0, dialects.sqlite)).toContain('"x"');
      }),
    );
  });

  test("half a condition is not complete", () => {
    expect(isComplete({ column: "", op: "=", value: 1 })).toBe(false);
    expect(isComplete({ column: "a", op: "=", value: "" })).toBe(false);
    expect(isComplete({ column: "a", op: "in", value: [] })).toBe(false);
    expect(isComplete({ column: "a", op: "between", value: ["1", ""] })).toBe(false);
    expect(isComplete({ column: "a", op: "is null" })).toBe(true);
  });

  test("values have the column's type", () => {
    expect([valueKind("decimal"), valueKind(null, "TIMESTAMP"), valueKind("text", "BIGINT")]).toEqual([
      "number",
      "date",
      "text",
    ]);
    expect([typedValue("12.5", "number"), typedValue("1e", "number"), typedValue("7", "text")]).toEqual([
      12.5,
      "1e",
      "7",
    ]);
    expect(operatorsFor("boolean")).toContain("is null");
  });
});
