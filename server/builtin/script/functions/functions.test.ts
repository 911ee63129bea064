import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDb, show } from "../testing/evaluate";

let db: DuckDBConnection;
beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.closeSync());

type Row = [expression: string, shown: string | null];

function table(title: string, rows: Row[]) {
  it.each(rows)(`${title}: %s is %s`, async (expression, shown) => {
    expect(await show(db, expression)).toBe(shown);
  });
}

describe("texts in arithmetic", () => {
  const german = { decimalSep: ",", thousandSep: "." };
  const column = (sql: string) => ({ T: { sql, type: "VARCHAR" } });
  it.each<[string, string | null]>([
    ["'1,5' + 1", "2,5"],
    ["'1.234,5' * 2", "2469"],
    ["'1.5' + 1", null],
    ["T + 1", "1235,5"],
    ["-T", "-1234,5"],
    ["RangeSum(T, '0,5')", "1235"],
    ["If(T = 1234.5, 'same')", "same"],
    ["If(T > '1.234', 'more')", "more"],
    ["Floor(T)", "1234"],
    ["IsNum(T)", "-1"],
    ["Num(T, '0,0')", "1234,5"],
    ["T bitand 6", "2"],
    ["Match(1234.5, T)", "1"],
  ])("%s is %s where a comma divides", async (expression, shown) => {
    expect(await show(db, expression, column("'1.234,5'"), german)).toBe(shown);
  });

  it.each<[string, string | null]>([
    ["T + 1", "1235.5"],
    ["'1,23' + 1", null],
    ["If(T = '1234.5', 'same')", "same"],
  ])("%s is %s where a point divides", async (expression, shown) => {
    expect(await show(db, expression, column("'1,234.5'"))).toBe(shown);
  });
});

describe("values", () => {
  table("operators", [
    ["1 + 2 * 3", "7"],
    ["(1 + 2) * 3", "9"],
    ["7 / 2", "3.5"],
    ["1 / 0", null],
    ["2 - -3", "5"],
    ["-2 * -(-3)", "-6"],
    ["0.1 + 0.2", "0.3"],
    ["'12' + 1", "13"],
    ["'1_000' + 1", null],
    ["'abc' + 1", null],
    ["Null() + 1", null],
    ["'a' & Null() & 'b'", "ab"],
    ["'a' & 1 + 2", "a3"],
    ["'10' > '9'", "-1"],
    ["'10' = '10.0'", "-1"],
    ["'a' = 'A'", "0"],
    ["'b' > 'a'", "-1"],
    ["'abc' = 5", "0"],
    ["Null() = Null()", "0"],
    ["not Null() = 1", "-1"],
    ["not (1 = 2)", "-1"],
    ["1 = 1 and 0 = 1 or 1 = 1", "-1"],
    ["1 = 1 xor 2 = 2", "0"],
    ["'Berlin' like 'b*n'", "-1"],
    ["'a_b' like 'a?b'", "-1"],
    ["'axb' like 'a_b'", "0"],
    ["'a%' like 'a%'", "-1"],
    ["'a' precedes 'b'", "-1"],
    ["6 bitand 3", "2"],
    ["6 bitor 3", "7"],
    ["6 bitxor 3", "5"],
    ["bitnot 0", "-1"],
    ["1 << 4", "16"],
    ["True()", "True"],
    ["False()", "False"],
    ["True() + 0", "-1"],
    ["True() = (1 = 1)", "-1"],
    ["If(False(), 1, 2)", "2"],
    ["MakeDate(2024,1,15) - MakeDate(2024,1,1)", "14"],
    ["MakeDate(2024,1,15) + 1", "45307"],
    ["Date(MakeDate(2024,1,15) + 1)", "2024-01-16"],
    ["MakeDate(2024,1,15) >= '2024-01-15'", "-1"],
    ["MakeDate(2024,1,15) = 45306", "-1"],
    ["9007199254740993", "9007199254740993"],
    ["1e3", "1000"],
    [".5", "0.5"],
  ]);
});

describe("conditional and null functions", () => {
  table("conditional", [
    ["If(1 = 1, 'yes', 'no')", "yes"],
    ["If(Null(), 'yes', 'no')", "no"],
    ["If(0, 'yes')", null],
    ["If(2, 1, 'n/a') & ''", "1"],
    ["Alt(Null(), 'x', 3)", "3"],
    ["Alt('x', 'none')", "none"],
    ["Coalesce(Null(), 'x', 3)", "x"],
    ["Pick(2, 'a', 'b')", "b"],
    ["Pick(3, 'a', 'b')", null],
    ["Match('b', 'a', 'b')", "2"],
    ["Match('B', 'a', 'b')", "0"],
    ["Match(2, 1, 2)", "2"],
    ["MixMatch('B', 'a', 'b')", "2"],
    ["WildMatch('Berlin', 'P*', 'b?rl*')", "2"],
    ["Match(Null(), 'a')", "0"],
    ["IsNull(Null())", "-1"],
    ["IsNull('')", "0"],
    ["IsNull(EmptyIsNull(''))", "-1"],
    ["EmptyIsNull('a')", "a"],
  ]);
});

describe("text functions", () => {
  table("text", [
    ["Left('abcdef', 3)", "abc"],
    ["Left('abc', -1)", ""],
    ["Right('abcdef', 2)", "ef"],
    ["Mid('abcdef', 2, 3)", "bcd"],
    ["Mid('abcdef', 3)", "cdef"],
    ["Len('abc')", "3"],
    ["Len(Null())", "0"],
    ["Len(12.5)", "4"],
    ["Trim('  a b ')", "a b"],
    ["LTrim('  a ') & '|'", "a |"],
    ["RTrim('  a ') & '|'", "  a|"],
    ["Upper('aé')", "AÉ"],
    ["Lower('ABC')", "abc"],
    ["Capitalize('my little PONY o''neil')", "My Little Pony O'neil"],
    ["Replace('abab', 'a', 'x')", "xbxb"],
    ["SubField('a;b;c', ';', 2)", "b"],
    ["SubField('a;b;c', ';', -1)", "c"],
    ["SubField('a;b;c', ';', 4)", null],
    ["Index('abcabc', 'c')", "3"],
    ["Index('abcabc', 'c', 2)", "6"],
    ["Index('abcabc', 'c', -1)", "6"],
    ["Index('abcabc', 'x')", "0"],
    ["Index('abcabc', 'c', 3)", "0"],
    ["TextBetween('<a><b>', '<', '>')", "a"],
    ["TextBetween('<a><b>', '<', '>', 2)", "b"],
    ["TextBetween('abc', '<', '>')", null],
    ["KeepChar('a1b2', '0123456789')", "12"],
    ["PurgeChar('a1b2', '0123456789')", "ab"],
    ["Chr(65)", "A"],
    ["Ord('A')", "65"],
    ["Repeat('ab', 2)", "abab"],
    ["SubStringCount('abab', 'ab')", "2"],
    ["Len(Hash128('a', 'b'))", "22"],
    ["Hash128('a', 'b') = Hash128('ab')", "0"],
  ]);
});

describe("number functions", () => {
  table("number", [
    ["Round(2.5)", "3"],
    ["Round(3.1)", "3"],
    ["Round(-2.5)", "-2"],
    ["Round(3.14159, 0.01)", "3.14"],
    ["Round(27, 5)", "25"],
    ["Floor(-2.5)", "-3"],
    ["Floor(2.9)", "2"],
    ["Floor(0.35, 0.1)", "0.3"],
    ["Ceil(2.1)", "3"],
    ["Ceil(6, 5)", "10"],
    ["Frac(2.25)", "0.25"],
    ["Frac(-2.25)", "0.75"],
    ["Mod(7, 3)", "1"],
    ["Mod(-7, 3)", "2"],
    ["Mod(7, 0)", null],
    ["Mod(7, -3)", null],
    ["Div(7, 2)", "3"],
    ["Div(-7, 2)", "-3"],
    ["Fmod(-7.5, 2)", "-1.5"],
    ["Fabs(-3)", "3"],
    ["Sqrt(9)", "3"],
    ["Sqrt(-1)", null],
    ["Pow(2, 10)", "1024"],
    ["Log(Exp(2))", "2"],
    ["Log(0)", null],
    ["Sign(-4)", "-1"],
    ["Even(4)", "-1"],
    ["RangeSum(1, Null(), 'x', 2.5)", "3.5"],
    ["RangeSum(1, 2)", "3"],
    ["RangeMin(3, Null(), 1)", "1"],
    ["RangeMax(3, 7, 1)", "7"],
    ["RangeAvg(1, 2, Null())", "1.5"],
    ["RangeCount(1, Null(), 'x')", "2"],
    ["IsNum('12')", "-1"],
    ["IsNum('x')", "0"],
    ["IsText('x')", "-1"],
    ["IsText(1)", "0"],
    ["IsNum(MakeDate(2024))", "-1"],
  ]);
});

describe("formats", () => {
  table("format", [
    ["Text(Num(1234.5, '#,##0.00'))", "1,234.50"],
    ["Num(1234567, '#,##0') & ' EUR'", "1,234,567 EUR"],
    ["Num(0.256, '0.0%')", "25.6%"],
    ["Num(7, '000')", "007"],
    ["Num(-7, '000')", "-007"],
    ["Num(1.5, '0.##')", "1.5"],
    ["Num(2, '0.##')", "2"],
    ["Num(1234.5, '$ #,##0.00')", "$ 1,234.50"],
    ["Num(1234.5, '#.##0,00', ',', '.')", "1.234,50"],
    ["Num#('1.234,5', '#.##0,0', ',', '.')", "1234.5"],
    ["Num#('1,234.5')", "1234.5"],
    ["Num#('12%', '0%')", "0.12"],
    ["Num#('abc')", null],
    ["Money#('€ 1.234,50', '€ #.##0,00', ',', '.') + 1", "1235.5"],
    ["Money#('$1,234.50', '$#,##0.00')", "1234.5"],
    ["Money#('abc')", null],
    ["Dual('high', 3)", "high"],
    ["Class(23, 5)", "20 <= x < 25"],
    ["Class(25, 5) + 0", "25"],
    ["Class(-0.3, 0.1, 'share')", "-0.3 <= share < -0.2"],
    ["Class(23, 10, 'x', 5)", "15 <= x < 25"],
    ["Class(Null(), 5)", null],
    ["Dual('high', 3) + 1", "4"],
    ["Dual('high', 3) = 3", "-1"],
    ["Dual('high', 3) = 'high'", "-1"],
    ["Date(45306)", "2024-01-15"],
    ["Date(45306.75)", "2024-01-15"],
    ["Date(45306, 'DD.MM.YYYY')", "15.01.2024"],
    ["Date(45306, 'D.M.YY')", "15.1.24"],
    ["Date(45306, 'MMM YYYY')", "Jan 2024"],
    ["Date(45306, 'WWWW, D MMMM')", "Monday, 15 January"],
    ["Date('2024-01-15')", "2024-01-15"],
    ["Date('no date')", null],
    ["Date#('15/01/2024', 'DD/MM/YYYY')", "15/01/2024"],
    ["Date(Date#('20240115', 'YYYYMMDD'))", "2024-01-15"],
    ["Date(Date#(20240115, 'YYYYMMDD'))", "2024-01-15"],
    ["Date(Date#('5-Mar-24', 'D-MMM-YY'))", "2024-03-05"],
    ["Date#('15/13/2024', 'DD/MM/YYYY')", null],
    ["Timestamp(45306.5)", "2024-01-15 12:00:00"],
    ["Timestamp(45306.5, 'YYYY-MM-DD hh:mm')", "2024-01-15 12:00"],
    ["Timestamp(45306.75, 'h:mm TT')", "6:00 PM"],
    ["Timestamp#('2024-01-15 10:20', 'YYYY-MM-DD hh:mm') - 45306 < 0.5", "-1"],
    ["Time(45306.75)", "18:00:00"],
    ["Time#('18:00', 'hh:mm') + 0", "0.75"],
  ]);
});

describe("dates", () => {
  table("date", [
    ["Today()", "2026-03-04"],
    ["Now()", "2026-03-04 10:20:30"],
    ["MakeDate(2024)", "2024-01-01"],
    ["MakeDate(2024, 2, 30)", null],
    ["Year('2024-05-06')", "2024"],
    ["Month('2024-05-06')", "May"],
    ["Month('2024-05-06') + 0", "5"],
    ["Month(Null())", null],
    ["Day('2024-05-06')", "6"],
    ["WeekDay('2024-05-06')", "Mon"],
    ["WeekDay('2024-05-06') + 0", "0"],
    ["WeekDay('2024-05-06', 6) + 0", "1"],
    ["Week('2024-12-30')", "1"],
    ["WeekYear('2024-12-30')", "2025"],
    ["Week('2021-01-03')", "53"],
    ["Hour(45306.75)", "18"],
    ["Minute('2024-05-06 10:20:30')", "20"],
    ["Second('2024-05-06 10:20:30')", "30"],
    ["Ceil(Month('2024-05-06') / 3)", "2"],
    ["MonthStart('2024-05-06')", "2024-05-01"],
    ["MonthStart('2024-05-06', -1)", "2024-04-01"],
    ["MonthEnd('2024-02-06')", "2024-02-29"],
    ["Floor(MonthEnd('2024-02-06')) = MakeDate(2024, 2, 29)", "-1"],
    ["QuarterStart('2024-05-06')", "2024-04-01"],
    ["QuarterEnd('2024-05-06')", "2024-06-30"],
    ["YearStart('2024-05-06')", "2024-01-01"],
    ["YearStart('2024-05-06', 0, 4)", "2024-04-01"],
    ["YearStart('2024-03-06', 0, 4)", "2023-04-01"],
    ["YearEnd('2024-05-06', 1)", "2025-12-31"],
    ["WeekStart('2024-05-09')", "2024-05-06"],
    ["WeekStart('2024-05-09', 0, 6)", "2024-05-05"],
    ["WeekEnd('2024-05-09')", "2024-05-12"],
    ["AddMonths('2024-01-31', 1)", "2024-02-29"],
    ["AddYears('2024-02-29', 1)", "2025-02-28"],
    ["MonthName('2024-05-06')", "May 2024"],
    ["MonthName('2024-05-06') = MakeDate(2024,5)", "-1"],
    ["QuarterName('2024-05-06')", "Apr-Jun 2024"],
    ["YearName('2024-05-06')", "2024"],
    ["DayName('2024-05-06 10:00:00')", "2024-05-06"],
    ["Age('2024-05-06', '2000-05-07')", "23"],
    ["DayNumberOfYear('2023-03-01')", "61"],
  ]);

  it("follows the script's format variables", async () => {
    const german = { dateFormat: "DD.MM.YYYY", decimalSep: ",", thousandSep: "." };
    const row = {
      d: { sql: "DATE '2024-01-15'", type: "DATE" },
      n: { sql: "1234.5::DOUBLE", type: "DOUBLE" },
    };
    expect(await show(db, "d", row, german)).toBe("15.01.2024");
    expect(await show(db, "d = '15.01.2024'", row, german)).toBe("-1");
    expect(await show(db, "'' & n", row, german)).toBe("1234,5");
    expect(await show(db, "Num(n, '#.##0,00')", row, german)).toBe("1.234,50");
    expect(await show(db, "Year('15.01.2024')", row, german)).toBe("2024");
    const months = { monthNames: "Jan;Feb;Mär;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez".split(";") };
    expect(await show(db, "Date(Date#('5-Okt-2024','D-MMM-YYYY'),'YYYY-MM-DD')", row, months)).toBe(
      "2024-10-05",
    );
  });

  it("counts weeks as the United States do with FirstWeekDay 6 and broken weeks", async () => {
    const us = { firstWeekDay: 6, brokenWeeks: true };
    expect(await show(db, "Week('2024-01-06')", {}, us)).toBe("1");
    expect(await show(db, "Week('2024-01-07')", {}, us)).toBe("2");
    expect(await show(db, "Week('2023-12-31')", {}, us)).toBe("53");
  });
});
