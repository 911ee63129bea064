import { describe, expect, test } from "vitest";
import { meets, type Rule, ruleFor, verdictOf } from "./verdict";

const bad: Rule = { if: "< 0.30", use: "bad", mark: "down" };
const late: Rule = { if: "=Bucket = 'Over 90'", use: "warning", mark: "warn" };
const high: Rule = { if: ">= 8%", use: "good", mark: "up" };

test("what is better says what is good, never the sign", () => {
  expect(verdictOf(1, "higher")).toBe("good");
  expect(verdictOf(1, "lower")).toBe("bad");
  expect(verdictOf(-1, "lower")).toBe("good");
  expect(verdictOf(-1, "none")).toBe("neutral");
  expect(verdictOf(0, "higher")).toBe("neutral");
});

test("a goal is met at or beyond it in the better direction", () => {
  expect([meets(10, 10, "higher"), meets(9, 10, "higher"), meets(9, 10, "lower")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(meets(9, 10, "none")).toBeNull();
});

describe("rules", () => {
  test("the first that holds counts, by the figure or by its own expression", () => {
    expect(ruleFor([bad, late], 0.2, [0])).toBe(bad);
    expect(ruleFor([bad, late], 0.4, [-1])).toBe(late);
    expect(ruleFor([late, high], 0.08, [null])).toBe(high);
    expect(ruleFor([bad, late], 0.4, [0])).toBeNull();
  });

  test("a missing figure meets none; exact decimals come as text", () => {
    expect(ruleFor([bad], null)).toBeNull();
    expect(ruleFor([bad], "0.1")).toBe(bad);
  });
});
