import { describe, expect, it } from "vitest";
import { scriptTables } from "../../testing/tables";

const tables = scriptTables();

const EVENTS = `EventLog: LOAD Time#(T, 'hh:mm') AS Time, Event INLINE [
T, Event
00:00, Start of shift 1
01:18, Line stop
02:23, Line restart 50%
04:15, Line speed 100%
08:00, Start of shift 2
11:43, End of production];`;

const ORDERS = `OrderLog: LOAD Time#(S, 'hh:mm') AS Start, Time#(E, 'hh:mm') AS End, Order INLINE [
S, E, Order
01:00, 03:35, A
02:30, 07:58, B
03:04, 10:27, C
07:23, 11:43, D];`;

describe("INTERVALMATCH", () => {
  it("links every event with the orders in whose interval it lies", async () => {
    const { tables: made } = await tables(`${EVENTS} ${ORDERS}
      INNER JOIN INTERVALMATCH (Time) LOAD Start, End RESIDENT OrderLog;
      R: NOCONCATENATE LOAD Text(Time) AS At, Order RESIDENT OrderLog;`);
    expect(made.OrderLog?.fields).toEqual(["Start", "End", "Order", "Time"]);
    expect(made.R?.rows.map((row) => row.join(" "))).toEqual([
      "01:18 A",
      "02:23 A",
      "04:15 B",
      "04:15 C",
      "08:00 C",
      "08:00 D",
      "11:43 D",
    ]);
  });

  it("makes a table of the value, both ends and nothing else, ends included, by interval and then by value", async () => {
    const { tables: made } = await tables(`
      P: LOAD * INLINE [n
      3
      1
      2
      3];
      B: INTERVALMATCH (n) LOAD * INLINE [a, b
      2, 3
      1, 1
      5, 4];`);
    expect(made.B).toEqual({
      fields: ["n", "a", "b"],
      rows: [
        ["3", "2", "3"],
        ["2", "2", "3"],
        ["1", "1", "1"],
      ],
    });
  });

  it.each<[string, string, string[]]>([
    ["a NULL end is open", "Null(), 2", ["1", "2"]],
    ["a NULL start is open", "2, Null()", ["2", "3.5"]],
    ["both open hold every number", "Null(), Null()", ["1", "2", "3.5"]],
    ["an end that is no number matches nothing", "'x', 2", []],
    ["a start that is no number matches nothing", "1, 'end'", []],
    ["numbers in texts count", "'1', '2'", ["1", "2"]],
  ])("%s", async (_, ends, values) => {
    const [from, to] = ends.split(",");
    const { tables: made } = await tables(`
      P: LOAD * INLINE [n
      1
      2
      3.5
      none];
      B: INTERVALMATCH (n) LOAD ${from} AS a, ${to} AS b AUTOGENERATE 1;`);
    expect(made.B?.rows.map(([n]) => n)).toEqual(values);
  });

  it("keeps whole numbers beyond 2^53 apart", async () => {
    const { tables: made } = await tables(`
      P: LOAD 9007199254740993 AS n AUTOGENERATE 1;
      B: INTERVALMATCH (n) LOAD 9007199254740992 AS a, 9007199254740992 AS b AUTOGENERATE 1;`);
    expect(made.B?.rows).toEqual([]);
  });

  it("matches dates, also with points in time", async () => {
    const { tables: made } = await tables(`
      P: LOAD * INLINE [Day
      2024-01-31
      2024-02-01];
      B: INTERVALMATCH (Day) LOAD * INLINE [From, To
      2024-01-01 00:00:00, 2024-01-31 23:59:59
      2024-02-01 00:00:00, 2024-02-29 23:59:59];
      R: NOCONCATENATE LOAD Day, Month(From) & '' AS M RESIDENT B;`);
    expect(made.R?.rows).toEqual([
      ["2024-01-31", "Jan"],
      ["2024-02-01", "Feb"],
    ]);
  });

  it("with keys: only values that stand beside the interval's key (slowly changing dimensions)", async () => {
    const { tables: made } = await tables(`
      Facts: LOAD * INLINE [Seller, Day
      Ann, 1
      Ann, 5
      Bob, 1
      Bob, 7
      , 1];
      Scd: INTERVALMATCH (Day, Seller) LOAD * INLINE [From, To, Seller
      1, 4, Ann
      5, 9, Ann
      1, 9, Bob];`);
    expect(made.Scd).toEqual({
      fields: ["Day", "From", "To", "Seller"],
      rows: [
        ["1", "1", "4", "Ann"],
        ["5", "5", "9", "Ann"],
        ["1", "1", "9", "Bob"],
        ["7", "1", "9", "Bob"],
      ],
    });
  });

  it("takes values of all tables that have the field", async () => {
    const { tables: made } = await tables(`
      A: LOAD 1 AS n AUTOGENERATE 1;
      B: LOAD 2 AS n, 'x' AS b AUTOGENERATE 1;
      C: INTERVALMATCH (n) LOAD 0 AS s, 9 AS e AUTOGENERATE 1;`);
    expect(made.C?.rows).toEqual([
      ["1", "0", "9"],
      ["2", "0", "9"],
    ]);
  });

  it.each<[string, string, string]>([
    ["a field nothing has", "INTERVALMATCH (zz) LOAD 1 AS s, 2 AS e AUTOGENERATE 1;", "script.field_missing"],
    [
      "keys not beside it",
      "INTERVALMATCH (n, k) LOAD 1 AS s, 2 AS e, 3 AS k AUTOGENERATE 1;",
      "script.field_missing",
    ],
    ["a third field", "INTERVALMATCH (n) LOAD 1 AS s, 2 AS e, 3 AS k AUTOGENERATE 1;", "script.syntax"],
    ["a missing key", "INTERVALMATCH (n, x) LOAD 1 AS s, 2 AS e AUTOGENERATE 1;", "script.syntax"],
  ])("refuses %s", async (_, statement, code) => {
    const script = `P: LOAD 1 AS n, 1 AS x AUTOGENERATE 1;\nK: LOAD 1 AS k AUTOGENERATE 1;\nI: ${statement}`;
    await expect(tables(script)).rejects.toMatchObject({ code, options: { params: { line: 3 } } });
  });

  it("stops at the plan's rows before it makes them", async () => {
    const script = `P: LOAD RecNo() AS n AUTOGENERATE 1000;
      I: LOAD RecNo() AS id, 0 AS s, 2000 AS e AUTOGENERATE 1000;
      B: INTERVALMATCH (n) LOAD s, e RESIDENT I;`;
    await expect(tables(script, { limits: { rows: 10_000 } })).rejects.toMatchObject({
      code: "script.limit",
    });
  });
});
