import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDb, show } from "../testing/evaluate";
import { functionTable } from "../testing/function-table";

const table = functionTable();

describe("times", () => {
  table("MakeTime", [
    ["MakeTime(9)", "09:00:00"],
    ["MakeTime(23, 59)", "23:59:00"],
    ["MakeTime(23, 59, 58)", "23:59:58"],
    ["MakeTime(12) + 0", "0.5"],
    ["MakeTime(24)", null],
    ["MakeTime(1, 60)", null],
    ["MakeTime(-1)", null],
    ["MakeTime(1, Null())", null],
  ]);
});

describe("working days", () => {
  table("NetWorkDays", [
    ["NetWorkDays('2013-12-19', '2014-01-07')", "14"],
    ["NetWorkDays('2013-12-19', '2014-01-07', '2013-12-25', '2013-12-26')", "12"],
    ["NetWorkDays('2013-12-19', '2014-01-07', '2013-12-25', '2013-12-26', '2013-12-31', '2014-01-01')", "10"],
    ["NetWorkDays('2013-12-21', '2013-12-22')", "0"],
    ["NetWorkDays('2013-12-20', '2013-12-20')", "1"],
    ["NetWorkDays('2013-12-20', '2013-12-19')", "0"],
    ["NetWorkDays('2013-12-19', '2014-01-07', '2013-12-25', '2013-12-25', '2013-12-28')", "13"],
    ["NetWorkDays('2013-12-19', '2014-01-07', Null())", "14"],
    ["NetWorkDays(Null(), '2014-01-07')", null],
  ]);

  table("FirstWorkDate and LastWorkDate", [
    ["FirstWorkDate('2014-12-29', 9)", "2014-12-17"],
    ["FirstWorkDate('2014-12-29', 9, '2014-12-25', '2014-12-26')", "2014-12-15"],
    ["FirstWorkDate('2014-12-28', 1)", "2014-12-26"],
    ["FirstWorkDate('2014-12-28', 1, '2014-12-26', '2014-12-25')", "2014-12-24"],
    ["LastWorkDate('2014-12-19', 9)", "2014-12-31"],
    ["LastWorkDate('2014-12-19', 9, '2014-12-25', '2014-12-26')", "2015-01-02"],
    ["LastWorkDate('2014-12-20', 1)", "2014-12-22"],
    ["LastWorkDate('2014-12-19', 1, '2014-12-19', '2014-12-22')", "2014-12-23"],
    ["LastWorkDate('2014-12-19', 0)", null],
    ["LastWorkDate(Null(), 3)", null],
  ]);
});

describe("dates made of parts", () => {
  table("parts", [
    ["MakeWeekDate(1999, 6, 6)", "1999-02-14"],
    ["MakeWeekDate(1999, 6)", "1999-02-08"],
    ["MakeWeekDate(2014, 6, 1)", "2014-02-04"],
    ["MakeWeekDate(2020, 53, 6)", "2021-01-03"],
    ["MakeWeekDate(2021)", "2021-01-04"],
    ["MakeWeekDate(2021, 2, 0, 6, 1)", "2021-01-03"],
    ["MakeWeekDate(2021, 0)", null],
    ["MakeWeekDate(2021, 1, 7)", null],
    ["AddMonths('2003-01-29', 3)", "2003-04-29"],
    ["AddMonths('2003-01-29', 3, 1)", "2003-04-28"],
    ["AddMonths('2003-01-29', 1, 0)", "2003-02-28"],
    ["AddMonths('2003-01-29', 1, 1)", "2003-02-26"],
    ["AddMonths('2003-02-28', 1, 0)", "2003-03-28"],
    ["AddMonths('2003-02-28', 1, 1)", "2003-03-31"],
    ["AddMonths('2024-03-31', -1, 1)", "2024-02-29"],
    ["AddMonths(Timestamp('2003-02-28 10:20:30'), 1, 1)", "2003-03-31 10:20:30"],
    ["AddMonths(Null(), 1, 1)", null],
    ["SetDateYear('2005-10-29', 2013)", "2013-10-29"],
    ["SetDateYear('2012-02-29', 2013)", "2013-02-28"],
    ["Timestamp(SetDateYear('2005-10-29 04:26:00', 2013))", "2013-10-29 04:26:00"],
    ["SetDateYear(MakeDate(2005, 10, 29), 2013)", "2013-10-29"],
    ["SetDateYearMonth('2005-10-29', 2013, 3)", "2013-03-29"],
    ["SetDateYearMonth('2005-10-31', 2024, 2)", "2024-02-29"],
    ["SetDateYearMonth('2005-10-31', 2024, 13)", null],
    ["SetDateYear(Null(), 2013)", null],
    ["DayNumberOfYear('2014-09-12')", "256"],
    ["DayNumberOfYear('2014-09-12', 3)", "196"],
    ["DayNumberOfYear('2014-02-28', 3)", "365"],
    ["DayNumberOfYear('2014-12-31')", "366"],
    ["DayNumberOfQuarter('2014-09-12')", "74"],
    ["DayNumberOfQuarter('2014-09-12', 3)", "12"],
    ["DayNumberOfQuarter('2014-02-10')", "41"],
    ["DayNumberOfQuarter('2014-01-15', 3)", "46"],
    ["DayNumberOfQuarter(Null())", null],
  ]);
});

describe("time zones", () => {
  table("places", [
    ["ConvertToLocalTime('2007-11-10 23:59:00', 'Paris')", "2007-11-11 00:59:00"],
    ["ConvertToLocalTime('2023-08-14 08:39:47', 'Paris')", "2023-08-14 10:39:47"],
    ["ConvertToLocalTime('2023-08-14 08:39:47', 'Pacific Time (US & Canada)')", "2023-08-14 01:39:47"],
    [
      "ConvertToLocalTime('2023-08-14 08:39:47', 'Central Time (US & Canada)', True())",
      "2023-08-14 02:39:47",
    ],
    ["ConvertToLocalTime('2023-08-14 08:39:47', 'New Delhi')", "2023-08-14 14:09:47"],
    ["ConvertToLocalTime('2023-08-14 08:39:47', 'Europe/Paris', 1)", "2023-08-14 09:39:47"],
    ["ConvertToLocalTime('2023-01-14 08:00:00', 'Sydney', True())", "2023-01-14 18:00:00"],
    ["ConvertToLocalTime('2007-11-10 23:59:00', 'GMT-05:00')", "2007-11-10 18:59:00"],
    ["ConvertToLocalTime('2007-11-10 23:59:00', 'GMT+05:30')", "2007-11-11 05:29:00"],
    ["ConvertToLocalTime('2024-03-31 00:59:59', 'Berlin')", "2024-03-31 01:59:59"],
    ["ConvertToLocalTime('2024-03-31 01:00:00', 'Berlin')", "2024-03-31 03:00:00"],
    ["ConvertToLocalTime('2024-10-27 00:30:00', 'Berlin')", "2024-10-27 02:30:00"],
    ["ConvertToLocalTime('2024-10-27 01:30:00', 'Berlin')", "2024-10-27 02:30:00"],
    ["ConvertToLocalTime(Null(), 'Berlin')", null],
    ["LocalTime('New York')", "2026-03-04 05:20:30"],
    ["ConvertToLocalTime('2023-08-14 08:39:47', 'Paris', False())", "2023-08-14 10:39:47"],
    ["LocalTime('Paris', True())", "2026-03-04 11:20:30"],
    ["GMT() = UTC()", "-1"],
    ["TimeZone()", "UTC"],
  ]);

  table(
    "the reload's zone",
    [
      ["ConvertToLocalTime('2024-07-01 12:00:00')", "2024-07-01 14:00:00"],
      ["Now()", "2026-03-04 11:20:30"],
      ["LocalTime()", "2026-03-04 11:20:30"],
      ["UTC()", "2026-03-04 10:20:30"],
      ["TimeZone()", "Europe/Berlin"],
    ],
    { zone: "Europe/Berlin" },
  );
});

describe("arguments that cannot be", () => {
  let db: DuckDBConnection;
  beforeAll(async () => {
    db = await openTestDb();
  });
  afterAll(() => db.closeSync());

  it.each([
    ["AddMonths('2024-01-01', 1, 2)", "0 or 1"],
    ["MonthsStart(5, '2024-01-01')", "1, 2, 3, 4, 6 or 12 months"],
    ["InYear('2024-01-01', '2024-01-01', 0, 13)", "from 1 to 12"],
    ["Week('2024-01-01', 7)", "from 0 to 6"],
    ["LunarWeekStart('2024-01-01', 0, 0.5)", "whole number of days"],
    ["ConvertToLocalTime('2024-01-01', 'Nowhere')", "is no time zone"],
    ["InWeek('2024-01-01', '2024-01-01')", "is written InWeek(date, base, n [, firstDay])"],
  ])("%s is an error that says what is allowed", async (expression, message) => {
    await expect(show(db, expression)).rejects.toThrow(message);
  });
});
