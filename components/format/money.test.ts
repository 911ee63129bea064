import { expect, test } from "vitest";
import { formatMoney, formatPrice, majorText, minorOf } from "./money";

const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ");

test("money has its currency's digits, exact, in the reader's way", () => {
  expect(formatMoney("en-GB", 123456, "EUR")).toBe("€1,234.56");
  expect(plain(formatMoney("de-DE", -5, "EUR"))).toBe("-0,05 €");
  expect(formatMoney("en-GB", 7840, "JPY")).toContain("7,840");
  expect(majorText(1250, "KWD")).toBe("1.250");
});

test("a price is as exact as it is written", () => {
  expect(formatPrice("en-GB", "0.4", "EUR")).toBe("€0.40");
  expect(formatPrice("en-GB", "49", "EUR")).toBe("€49");
  expect(formatPrice("en-GB", "0.0025", "EUR")).toBe("€0.0025");
});

test("an amount is read with point or comma, and refused where it is finer than the currency", () => {
  expect(minorOf("12,5", "EUR")).toBe(1250);
  expect(minorOf("12", "JPY")).toBe(12);
  expect(minorOf("12.505", "EUR")).toBeNull();
  expect(minorOf("-1", "EUR")).toBeNull();
});
