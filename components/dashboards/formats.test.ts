import { describe, expect, test } from "vitest";
import type { CellValue } from "@/server/platform/model";
import type { ValueFormat } from "../charts/port";
import { createFormats } from "./formats";

const fields = {
  Date: { type: "date" as const, distinct: 9, key: false },
  YearMonth: { type: "date" as const, format: "YYYY-MM", distinct: 9, key: false },
  Year: { type: "integer" as const, distinct: 3, key: false },
  Price: { type: "decimal" as const, format: "#,##0.00", distinct: 3, key: false },
};
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const of = (locale: string) => createFormats(locale, { currency: "EUR", fields });

type Row = [CellValue, ValueFormat, { compact?: boolean }, en: string, de: string, fr: string];
const rows: Row[] = [
  [1957, { kind: "money" }, {}, "€1,957", "1.957 €", "1 957 €"],
  [1957, { kind: "money" }, { compact: true }, "€1,957", "1.957 €", "1 957 €"],
  [10_234_567, { kind: "money" }, { compact: true }, "€10.2m", "10,2 Mio. €", "10,2 M €"],
  [10_234_567, { kind: "money" }, {}, "€10,234,567", "10.234.567 €", "10 234 567 €"],
  [4.5, { kind: "money" }, {}, "€4.50", "4,50 €", "4,50 €"],
  [12.5, { kind: "money", currency: "USD" }, {}, "$12.50", "12,50 $", "12,50 $"],
  [0.3434, { kind: "percent" }, {}, "34.3%", "34,3 %", "34,3 %"],
  [-0.081, { kind: "percent" }, {}, "−8.1%", "−8,1 %", "−8,1 %"],
  [1446, { kind: "integer" }, { compact: true }, "1,446", "1.446", "1 446"],
  [14_460, { kind: "integer" }, { compact: true }, "14.5k", "14.500", "14,5 k"],
  [37, { kind: "number", digits: 0, suffix: " d" }, {}, "37 d", "37 d", "37 d"],
  [9.84, { kind: "number", digits: 1 }, {}, "9.8", "9,8", "9,8"],
  ["12.340", { kind: "number", pattern: "#,##0.00" }, {}, "12.34", "12,34", "12,34"],
  [null, { kind: "money" }, {}, "–", "–", "–"],
  [Number.NaN, { kind: "number" }, {}, "–", "–", "–"],
  ["2025-03-09", { kind: "date" }, {}, "9 Mar 2025", "9. März 2025", "9 mars 2025"],
  [7500, { kind: "duration" }, {}, "2 hrs 5 mins", "2 Std. 5 Min.", "2 h 5 min"],
];

describe("values as the reader writes them", () => {
  test.each(rows)("%s as %o %o", (cell, format, options, en, de, fr) => {
    const text = (locale: string) => plain(of(locale).value(cell, format, options));
    expect([text("en-GB"), text("de"), text("fr")]).toEqual([en, de, fr]);
  });

  test("money without a currency is a plain number", () => {
    expect(createFormats("en", { currency: null, fields }).value(1957, { kind: "money" })).toBe("1,957");
  });
});

describe("changes", () => {
  test.each([
    [109, 100, "money", "+9.0%", 1],
    [91.4, 100, "money", "−8.6%", -1],
    [100, 100, "number", "0.0%", 0],
    [0.35, 0.34, "percent", "+1.0 pp", 1],
    [0.34, 0.3401, "percent", "0.0 pp", 0],
  ] as const)("%s from %s as %s is %s", (now, before, kind, text, sign) => {
    const change = of("en").change(now, before, { kind });
    expect(change && { ...change, text: plain(change.text) }).toEqual({ text, sign });
  });

  test("without a base there is none", () => {
    expect(of("en").change(5, 0, { kind: "money" })).toBeNull();
    expect(of("en").change(5, null, { kind: "money" })).toBeNull();
  });
});

describe("values of fields", () => {
  test.each([
    ["Date", "2025-03-09", "9 Mar 2025", "9. März 2025"],
    ["YearMonth", "2025-03-01", "Mar 2025", "März 2025"],
    ["YearMonth", 45_717, "Mar 2025", "März 2025"],
    ["Year", 2025, "2025", "2025"],
    ["Price", 1234.5, "1,234.50", "1.234,50"],
    ["Unknown", "DACH", "DACH", "DACH"],
    ["Date", "soon", "soon", "soon"],
    ["Year", null, "–", "–"],
  ])("%s %s", (field, cell, en, de) => {
    expect([of("en-GB").field(cell, field), of("de").field(cell, field)]).toEqual([en, de]);
  });
});
