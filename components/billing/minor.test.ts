import { expect, it } from "vitest";
import { decimalOf, minorOf } from "./minor";

it.each([
  ["300", "EUR", 300_00],
  ["300,5", "EUR", 300_50],
  ["12.05", "EUR", 12_05],
  ["1200", "JPY", 1200],
  ["1.234", "KWD", 1234],
  ["1.2", "JPY", null],
  ["1.234", "EUR", null],
  ["0", "EUR", null],
  ["-5", "EUR", null],
  ["", "EUR", null],
])("%s %s are %s minor units", (text, currency, minor) => {
  expect(minorOf(text, currency)).toBe(minor);
});

it("decimals stay exact", () => {
  expect(decimalOf(" 12,50 ")).toBe("12.50");
  expect(decimalOf("1e3")).toBeNull();
});
