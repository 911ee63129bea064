import { describe, expect, it } from "vitest";
import { where } from "./where";

const issue = (input: unknown) => where.safeParse(input).error?.issues.length ?? 0;

describe("where clauses", () => {
  it.each([
    [{ country: "DE" }, [{ column: "country", op: "=", value: "DE" }]],
    [{ country: ["DE", "AT"] }, [{ column: "country", op: "in", value: ["DE", "AT"] }]],
    [{ deleted: null }, [{ column: "deleted", op: "is null" }]],
    [{ year: { ">=": 2023 } }, [{ column: "year", op: ">=", value: 2023 }]],
    [{ closed: { "is not null": true } }, [{ column: "closed", op: "is not null" }]],
    [
      { a: { between: [1, 9], like: "x%" } },
      [
        { column: "a", op: "between", value: [1, 9] },
        { column: "a", op: "like", value: "x%" },
      ],
    ],
    [[{ column: "a", op: "not in", value: [1] }], [{ column: "a", op: "not in", value: [1] }]],
  ])("%j", (input, expected) => {
    expect(where.parse(input)).toEqual(expected);
  });

  it.each([
    [{ a: [] }],
    [{ a: {} }],
    [{ a: { between: [1] } }],
    [{ a: { "=>": 1 } }],
    [{ "": 1 }],
    [{ a: "nul \0" }],
    [[{ column: "a", op: "=", value: null }]],
    [[{ column: "a", op: "in", value: 1 }]],
    [[{ column: "a", op: "is null", value: 1 }]],
    [[{ column: "a", op: "; drop table", value: 1 }]],
    ["a = 1"],
  ])("refuses %j", (input) => {
    expect(issue(input)).toBeGreaterThan(0);
  });
});
