import { describe } from "vitest";
import { functionTable } from "../testing/function-table";

const table = functionTable();

describe("money", () => {
  table("Money", [
    ["Money(1234.5)", "1,234.50"],
    ["Money(1234.5, '#.##0,00 €', ',', '.')", "1.234,50 €"],
    ["Money(-3)", "-3.00"],
    ["Money('12')", "12.00"],
    ["Money(1.005) + 0", "1.005"],
    ["Money('x')", null],
    ["Money(Null())", null],
  ]);
  table("Money by MoneyFormat", [["Money(1234.5)", "$1234.5"]], { moneyFormat: "$0.0" });
});

describe("numbers by sections of a format, and in other bases", () => {
  table("Num", [
    ["Num(1234.5, '#,##0.00;(#,##0.00)')", "1,234.50"],
    ["Num(-1234.5, '#,##0.00;(#,##0.00)')", "(1,234.50)"],
    ["Num(-1234.5, '#,##0.00;-#,##0.00')", "-1,234.50"],
    ["Num(0, '#,##0;-#,##0')", "0"],
    ["Num(0, '#,##0;-#,##0;none')", "none"],
    ["Num(-0.256, '0%;(0.0%)')", "(25.6%)"],
    ["Num(Null(), '#,##0;-#,##0')", null],
    ["Num(0.5, '#.##')", ".5"],
    ["Num(-0.5, '#.00')", "-.50"],
    ["Num(10.5, '#.0')", "10.5"],
    ["Num(199, '(bin)')", "11000111"],
    ["Num(199, '(oct)')", "307"],
    ["Num(199, '(hex)')", "c7"],
    ["Num(-199, '(HEX)')", "-C7"],
    ["Num(199, '(r36)')", "5j"],
    ["Num(199, '(R36)')", "5J"],
    ["Num(1e300, '(hex)')", null],
    ["Num(0, '(hex)')", "0"],
    ["Num(199, '(rom)')", "cxcix"],
    ["Num(2024, '(ROM)')", "MMXXIV"],
    ["Num(0, '(ROM)')", null],
    ["Num(-1234.5, '#.##0,00;(#.##0,00)', ',', '.')", "(1.234,50)"],
    ["Num(1234.5, '#.##0,00', ',', '.') & ' €'", "1.234,50 €"],
    ["Num(1234.5, '# ##0,0', ',', ' ')", "1 234,5"],
    ["Num(1234.5, '0,0', ',')", "1234,5"],
    ["Num(1234.5, '#.##0,00', ',', '.') + 1", "1235.5"],
    ["Num(Interval(1.375))", "1.375"],
    ["Num(Num(0.25, '0%'))", "0.25"],
  ]);
  table(
    "Money by the usual American format",
    [
      ["Money(5)", "$5.00"],
      ["Money(-5)", "-$5.00"],
      ["Money(1234567.5)", "$1,234,567.50"],
    ],
    { moneyFormat: "$#,##0.00;-$#,##0.00" },
  );
});

describe("points in time with a part of a second that may be left out", () => {
  table("Timestamp", [
    ["Timestamp(45296.5)", "2024-01-05 12:00:00"],
    ["Timestamp(45296.5001, 'M/D/YYYY h:mm:ss[.fff] TT')", "1/5/2024 12:00:08.640 PM"],
    ["Timestamp(45296.5, 'M/D/YYYY h:mm:ss[.fff] TT')", "1/5/2024 12:00:00 PM"],
    ["Timestamp(45296.5, 'hh:mm:ss.fff')", "12:00:00.000"],
    ["Timestamp('2024-01-05 12:00:00.250')", "2024-01-05 12:00:00.250"],
    ["Timestamp(Null())", null],
  ]);
});

describe("durations", () => {
  table("Interval", [
    ["Interval(0.375)", "09:00:00"],
    ["Interval(1.375)", "33:00:00"],
    ["Interval(1.375, 'D hh:mm')", "1 09:00"],
    ["Interval(0.375, 'd hh')", "0 09"],
    ["Interval(35.648, 'hh:mm')", "855:33"],
    ["Interval(368.75, 'd hh:mm')", "368 18:00"],
    ["Interval(0.375, 'h:mm:ss')", "9:00:00"],
    ["Interval(1.5 / 24 / 60, 'm:ss')", "1:30"],
    ["Interval(1.5 / 24 / 60 / 60, 's[.fff]')", "1.500"],
    ["Interval(2.25, 'D')", "2"],
    ["Interval(1/3, 'hh:mm:ss')", "08:00:00"],
    ["Interval(-1.375, 'D hh:mm')", "-1 09:00"],
    ["Interval(MakeDate(2024, 3, 1) - MakeDate(2024, 2, 28), 'D hh:mm')", "2 00:00"],
    ["Interval(1.375, 'D hh:mm') * 2", "2.75"],
    ["Interval(Null())", null],
    ["Interval('x')", null],
    ["'took ' & Interval(0.5, 'hh:mm')", "took 12:00"],
  ]);

  table("Interval#", [
    ["Interval#('1 09:00', 'D hh:mm') + 0", "1.375"],
    ["Interval#('1 09:00', 'D hh:mm')", "1 09:00"],
    ["Interval#('33:00:00') + 0", "1.375"],
    ["Interval#('-12:00', 'hh:mm') + 0", "-0.5"],
    ["Interval#('12.00', 'hh:mm')", null],
    ["Interval#(0.5, 'hh:mm')", "12:00"],
    ["Interval(Interval#('90', 'mm'), 'h:mm')", "1:30"],
    ["Interval#(Null(), 'mm')", null],
  ]);

  table("Interval by TimeFormat", [["Interval(0.375)", "9:00:00"]], { timeFormat: "h:mm:ss" });
});

describe("places in texts", () => {
  table("Index", [
    ["Index('abcdefg', 'cd')", "3"],
    ["Index('abcdabcd', 'b', 2)", "6"],
    ["Index('abcdabcd', 'b', -2)", "2"],
    ["Index('abcdabcd', 'b', 1 + 1)", "6"],
    ["Index('abcdabcd', 'b', 3)", "0"],
    ["Index('abcdabcd', 'b', 0)", "0"],
    ["Index(Null(), 'b', 2)", null],
    ["Left('2024-05-06', Index('2024-05-06', '-', -1) - 1)", "2024-05"],
    ["TextBetween('<abc><de>', '<', '>', 2)", "de"],
    ["TextBetween('<a<b', '<', '>')", null],
    ["SubStringCount('abcdefgcdxyz', 'dc')", "0"],
    ["Capitalize('AA bb cC Dd')", "Aa Bb Cc Dd"],
  ]);
});
