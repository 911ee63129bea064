import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileExpression } from "../compile";
import { asNumber, asText } from "../convert";
import { parseExpression } from "../expression-parser";
import { defaultSettings } from "../settings";
import { openTestDb } from "../testing/evaluate";
import { typeOf } from "../types";

const DAY_MS = 86_400_000;
const HOLIDAYS = ["2024-01-01", "2024-03-29", "2024-05-01", "2024-12-25", "2024-12-26", "2024-06-15"];
const iso = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const dayOf = (text: string) => Date.parse(text) / DAY_MS;
const weekday = (day: number) => (((day + 3) % 7) + 7) % 7;

interface Row {
  d: number;
  e: number;
  n: number;
}

const anyDay = fc.integer({ min: dayOf("1950-01-01"), max: dayOf("2060-12-31") });
const dayOf2024 = fc.integer({ min: dayOf("2024-01-01"), max: dayOf("2024-12-31") });

/** Days from 1950 to 2060, half of them of the year that has holidays; e is near d. */
const rows: Row[] = fc
  .sample(
    fc.record({
      d: fc.oneof(anyDay, dayOf2024),
      distance: fc.integer({ min: -400, max: 400 }),
      n: fc.integer({ min: -5, max: 5 }),
    }),
    { numRuns: 400, seed: 4 },
  )
  .map(({ d, distance, n }) => ({ d, e: d + distance, n }));

let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
  const values = rows.map((r, i) => `(${i}, DATE '${iso(r.d)}', DATE '${iso(r.e)}', ${r.n}::BIGINT)`);
  await db.run(`CREATE TABLE t AS SELECT * FROM (VALUES ${values.join(", ")}) AS v(i, d, e, n)`);
});
afterAll(() => db.closeSync());

/** An expression of d, e and n for every row: its number where it is one, else its text. */
async function all(expression: string): Promise<(number | string | null)[]> {
  const settings = defaultSettings(new Date("2026-03-04T10:20:30Z"), "UTC");
  const types: Record<string, string> = { d: "DATE", e: "DATE", n: "BIGINT" };
  const compiled = compileExpression(parseExpression(expression), {
    field: (name) => {
      const type = types[name];
      return type ? { sql: `t.${name}`, type: typeOf(type) } : undefined;
    },
    fieldNames: () => Object.keys(types),
    settings,
  });
  const texts = compiled.type.kind === "dual" || compiled.type.kind === "date";
  const sql = texts ? asText(compiled, settings) : `CAST(${asNumber(compiled).sql} AS DOUBLE)`;
  const reader = await db.runAndReadAll(`SELECT ${sql} FROM t ORDER BY i`);
  return reader.getRowsJson().map(([v]) => (typeof v === "number" || typeof v === "string" ? v : null));
}

const works = (day: number) => weekday(day) < 5 && !HOLIDAYS.includes(iso(day));
const named = HOLIDAYS.map((h) => `'${h}'`).join(", ");

it("NetWorkDays counts as counting one by one does", async () => {
  const counted = rows.map(({ d, e }) => {
    let count = 0;
    for (let day = d; day <= e; day++) if (works(day)) count++;
    return count;
  });
  expect(await all(`NetWorkDays(d, e, ${named})`)).toEqual(counted);
});

it("LastWorkDate and FirstWorkDate find the n-th working day going on and back", async () => {
  const walk = (from: number, n: number, step: number) => {
    let [day, left] = [from, n];
    for (; ; day += step) if (works(day) && --left === 0) return iso(day);
  };
  const count = "Fabs(n) + 1";
  expect(await all(`LastWorkDate(d, ${count}, ${named})`)).toEqual(
    rows.map((r) => walk(r.d, Math.abs(r.n) + 1, 1)),
  );
  expect(await all(`FirstWorkDate(d, ${count}, ${named})`)).toEqual(
    rows.map((r) => walk(r.d, Math.abs(r.n) + 1, -1)),
  );
});

it("Week, WeekYear and WeekName are those of ISO 8601, and MakeWeekDate finds the day again", async () => {
  const isoWeek = (day: number) => {
    const thursday = day - weekday(day) + 3;
    const year = new Date(thursday * DAY_MS).getUTCFullYear();
    return { year, week: Math.floor((thursday - dayOf(`${year}-01-01`)) / 7) + 1 };
  };
  const weeks = rows.map((r) => isoWeek(r.d));
  expect(await all("Week(d)")).toEqual(weeks.map((w) => w.week));
  expect(await all("WeekYear(d)")).toEqual(weeks.map((w) => w.year));
  expect(await all("WeekName(d)")).toEqual(weeks.map((w) => `${w.year}/${String(w.week).padStart(2, "0")}`));
  expect(await all("MakeWeekDate(WeekYear(d), Week(d), WeekDay(d))")).toEqual(rows.map((r) => iso(r.d)));
});

it("weeks from 1 January on: Jan 1 to 7 is the first, and the last ends with the year", async () => {
  const week = (day: number) => {
    const year = new Date(day * DAY_MS).getUTCFullYear();
    return { year, number: Math.floor((day - dayOf(`${year}-01-01`)) / 7) + 1 };
  };
  expect(await all("LunarWeekName(d)")).toEqual(
    rows.map(({ d }) => `${week(d).year}/${String(week(d).number).padStart(2, "0")}`),
  );
  const last = ({ d }: Row) => {
    const start = dayOf(`${week(d).year}-01-01`) + (week(d).number - 1) * 7;
    return iso(Math.min(start + 6, dayOf(`${week(d).year}-12-31`)));
  };
  expect(await all("Date(DayStart(LunarWeekEnd(d)))")).toEqual(rows.map(last));
});

it.each([
  ["InWeek(d, e, n)", "WeekStart(d) = WeekStart(e, n)"],
  ["InWeek(d, e, n, 3)", "WeekStart(d, 0, 3) = WeekStart(e, n, 3)"],
  ["InMonth(d, e, n)", "MonthStart(d) = MonthStart(e, n)"],
  ["InMonths(4, d, e, n, 3)", "MonthsStart(4, d, 0, 3) = MonthsStart(4, e, n, 3)"],
  ["InQuarter(d, e, n)", "QuarterStart(d) = QuarterStart(e, n)"],
  ["InYear(d, e, n, 4)", "YearStart(d, 0, 4) = YearStart(e, n, 4)"],
  ["InLunarWeek(d, e, n)", "LunarWeekStart(d) = LunarWeekStart(e, n)"],
  ["InDay(d, e, n)", "DayStart(d) = DayStart(e, n)"],
  ["InMonthToDate(d, e, n)", "InMonth(d, e, n) and d <= AddMonths(e, n)"],
  ["InQuarterToDate(d, e, n, 2)", "InQuarter(d, e, n, 2) and d <= AddMonths(e, 3 * n)"],
  ["InYearToDate(d, e, n)", "InYear(d, e, n) and d <= AddYears(e, n)"],
  ["InWeekToDate(d, e, n)", "InWeek(d, e, n) and d <= e + 7 * n"],
  ["YearToDate(d, n, 1, e)", "InYearToDate(d, e, n)"],
  ["QuarterName(d, n)", "MonthsName(3, d, n)"],
  ["DayStart(MonthsEnd(6, d, n)) + 1", "MonthsStart(6, d, n + 1)"],
])("%s is the same as %s", async (expression, other) => {
  const number = (e: string) => all(`(${e}) + 0`);
  expect(await number(expression)).toEqual(await number(other));
});
