import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const run = scriptTables();

async function column(script: string, field: string): Promise<unknown[]> {
  const { tables } = await run(script);
  const { fields, rows } = tables.T ?? { fields: [], rows: [] };
  return rows.map((row) => row[fields.indexOf(field)]);
}

describe("times of day in texts", () => {
  it.each<[string, string[], (string | null)[], number[]]>([
    ["hours and minutes", ["09:05", "23:59"], ["09:05", "23:59"], [545, 1439]],
    ["hours of one digit", ["9:05", "10:00"], ["9:05", "10:00"], [545, 600]],
    ["seconds", ["09:05:30", "00:00:00"], ["09:05:30", "00:00:00"], [545.5, 0]],
    ["parts of seconds", ["09:05:30.500", "09:05"], ["09:05:30.500", "09:05:00"], [545.508333, 545]],
  ])("%s are numbers that show as they are written", async (_, values, texts, minutes) => {
    const script = `T: LOAD a & '' AS text, Round(a * 1440, 0.000001) AS minutes INLINE [a, b
      ${values.map((v) => `${v}, x`).join("\n")}];`;
    expect(await column(script, "text")).toEqual(texts);
    expect(await column(script, "minutes")).toEqual(minutes);
  });

  it.each([
    ["24:00", "01:00"],
    ["09:60", "09:05"],
    ["09:05", "soon"],
  ])("%s and %s are texts", async (...values) => {
    expect(await column(`T: LOAD a, 1 AS b INLINE [a, x\n${values.join(", 1\n")}, 1];`, "a")).toEqual(values);
  });

  it("follow TimeFormat", async () => {
    const script = `SET TimeFormat = 'h:mm:ss TT';
      T: LOAD Num(a) AS n, a & '' AS text INLINE [a, b\n9:00:00 PM, 1\n12:00:00 PM, 1];`;
    expect(await column(script, "n")).toEqual([0.875, 0.5]);
    expect(await column(script, "text")).toEqual(["9:00:00 PM", "12:00:00 PM"]);
  });

  it("lie in intervals, make points in time with days and compare with texts", async () => {
    expect(
      await column(
        `E: LOAD * INLINE [Time, Event\n00:00, 0\n01:18, 1\n04:15, 3];
         T: INTERVALMATCH (Time) LOAD * INLINE [Start, End\n01:00, 03:35\n02:30, 07:58];`,
        "Time",
      ),
    ).toEqual(["1899-12-30 01:18:00", "1899-12-30 04:15:00"]);
    expect(
      await column(
        "T: LOAD Timestamp(d + t) & If(t > '9:00', ' late') AS at INLINE [d, t\n2024-01-05, 10:00];",
        "at",
      ),
    ).toEqual(["2024-01-05 10:00:00 late"]);
  });
});
