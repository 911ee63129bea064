import { tmpdir } from "node:os";
import mysql from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testMariadb } from "@/server/testing/mariadb";
import { getSource } from "..";
import type { SourceSession } from "../port";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("mysql");
const started = await testMariadb();
const server = "skip" in started ? { url: "", stop: async () => {} } : started;
const skipReason = "skip" in started ? started.skip : "";
let admin: mysql.Connection;
let session: SourceSession;

describe.skipIf(skipReason !== "")(`MySQL values${skipReason && ` (${skipReason})`}`, () => {
  beforeAll(async () => {
    admin = await mysql.createConnection({ uri: server.url, multipleStatements: true });
    // Servers may hold values that the strict mode refuses today.
    await admin.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+02:00'");
    const target = { properties: {}, secret: server.url, policy: localPolicy() };
    const signal = new AbortController().signal;
    session = await source.open(target, { signal, statementTimeoutMs: 60_000, scratch: tmpdir() });
  });
  afterAll(async () => {
    await session.close();
    await admin.end();
    await server.stop();
  });

  let tables = 0;

  /** Makes a table of the given columns, fills in the rows, and reads it in their order. */
  async function values(columns: string, ...rows: string[]) {
    const table = `values_${++tables}`;
    await admin.query(`CREATE TABLE ${table} (n int AUTO_INCREMENT PRIMARY KEY, ${columns})`);
    const names = columns
      .split(/,(?![^(]*\))/)
      .map((c) => c.trim().split(" ")[0])
      .join(", ");
    for (const row of rows) await admin.query(`INSERT INTO ${table} (${names}) VALUES (${row})`);
    return readInto(session, `SELECT ${names} FROM ${table} ORDER BY n`);
  }

  test("of whole numbers keep all bits, signed and unsigned", async () => {
    const { types, rows } = await values(
      "a tinyint, b smallint, c mediumint, d int, e bigint, f tinyint unsigned, g smallint unsigned, h mediumint unsigned, i int unsigned, j bigint unsigned, k year",
      "-128, -32768, -8388608, -2147483648, -9223372036854775808, 0, 0, 0, 0, 0, 1901",
      "127, 32767, 8388607, 2147483647, 9223372036854775807, 255, 65535, 16777215, 4294967295, 18446744073709551615, 2155",
      "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
    );
    expect(types).toEqual({
      a: "INTEGER",
      b: "INTEGER",
      c: "INTEGER",
      d: "INTEGER",
      e: "BIGINT",
      f: "INTEGER",
      g: "INTEGER",
      h: "INTEGER",
      i: "BIGINT",
      j: "DECIMAL(20,0)",
      k: "INTEGER",
    });
    expect(rows).toEqual([
      [-128, -32768, -8388608, -2147483648, "-9223372036854775808", 0, 0, 0, "0", "0", 1901],
      [
        127,
        32767,
        8388607,
        2147483647,
        "9223372036854775807",
        255,
        65535,
        16777215,
        "4294967295",
        "18446744073709551615",
        2155,
      ],
      Array(11).fill(null),
    ]);
  });

  test("of decimals are exact up to 38 digits; beyond, lost digits are told", async () => {
    const { types, rows, result } = await values(
      "a decimal(10,2), b decimal(38,0), c decimal(38,12), d decimal(5,5), e decimal(15,2) unsigned, f decimal(65,30), g decimal(3,0)",
      "-0.01, 12345678901234567890123456789012345678, -99999999999999999999999999.123456789012, 0.00012, 9999999999999.99, 1.5, -7",
      "0, 0, 0, 0, 0, 0, 0",
      "99999999.99, -1, 0.000000000001, -0.00099, 0.10, 123456789012345678901.123456789012345678901, 999",
    );
    expect(types).toEqual({
      a: "DECIMAL(10,2)",
      b: "DECIMAL(38,0)",
      c: "DECIMAL(38,12)",
      d: "DECIMAL(5,5)",
      e: "DECIMAL(15,2)",
      f: "DOUBLE",
      g: "DECIMAL(3,0)",
    });
    expect(rows).toEqual([
      [
        "-0.01",
        "12345678901234567890123456789012345678",
        "-99999999999999999999999999.123456789012",
        "0.00012",
        "9999999999999.99",
        1.5,
        "-7",
      ],
      ["0.00", "0", "0.000000000000", "0.00000", "0.00", 0, "0"],
      ["99999999.99", "-1", "0.000000000001", "-0.00099", "0.10", 123456789012345680000, "999"],
    ]);
    expect(result.warnings).toEqual([
      expect.stringContaining('1 value of "f" (decimal(65,30)) had more digits than a double holds'),
    ]);
  });

  test("of floats are the same numbers, not their rounded texts", async () => {
    const { types, rows } = await values(
      "a float, b double",
      "16777217, 0.1",
      "0.1, 1e308",
      "-1e-40, 5e-324",
    );
    expect(types).toEqual({ a: "DOUBLE", b: "DOUBLE" });
    expect(rows[0]).toEqual([16777216, 0.1]);
    expect(rows[1]).toEqual([Math.fround(0.1), 1e308]);
    expect(rows[2]?.[1]).toBe(5e-324);
  });

  test("of BIT(1) and TINYINT(1) are booleans, until another number shows that they aren't", async () => {
    const good = await values(
      "a tinyint(1), b bit(1), c bit(10), d bit(64)",
      "1, b'1', 1023, ~0",
      "0, b'0', 5, 1",
    );
    expect(good.types).toEqual({ a: "BOOLEAN", b: "BOOLEAN", c: "BIGINT", d: "DECIMAL(20,0)" });
    expect(good.rows).toEqual([
      [true, true, "1023", "18446744073709551615"],
      [false, false, "5", "1"],
    ]);
    const other = await values("a tinyint(1), b tinyint(1)", "1, 1", "-3, 0");
    expect(other.types).toEqual({ a: "INTEGER", b: "BOOLEAN" });
    expect(other.rows).toEqual([
      [1, true],
      [-3, false],
    ]);
    expect(other.result.warnings).toEqual([]);
  });

  test("of dates and times keep microseconds; TIMESTAMP comes in UTC, DATETIME as it stands", async () => {
    const { types, rows } = await values(
      "a date, b datetime(6), c timestamp NULL, d time(6)",
      "'2024-02-29', '2024-02-29 12:30:15.123456', '2024-02-29 12:30:15', '23:59:59.999999'",
      "'0001-01-01', '9999-12-31 23:59:59.999999', '2038-01-19 05:14:07', '00:00:00'",
      "'1969-12-31', '1969-12-31 23:59:59', '1970-01-01 02:00:01', '12:00:00.5'",
    );
    expect(types).toEqual({ a: "DATE", b: "TIMESTAMP", c: "TIMESTAMP", d: "TIME" });
    expect(rows).toEqual([
      ["2024-02-29", "2024-02-29 12:30:15.123456", "2024-02-29 10:30:15", "23:59:59.999999"],
      ["0001-01-01", "9999-12-31 23:59:59.999999", "2038-01-19 03:14:07", "00:00:00"],
      ["1969-12-31", "1969-12-31 23:59:59", "1970-01-01 00:00:01", "12:00:00.5"],
    ]);
  });

  test("zero dates and days that aren't in the calendar become NULL, counted", async () => {
    const { rows, result } = await values(
      "a date, b datetime",
      "'0000-00-00', '0000-00-00 00:00:00'",
      "'2024-00-00', '2023-02-31 10:00:00'",
      "'2024-01-01', '2024-01-01'",
    );
    expect(rows).toEqual([
      [null, null],
      [null, null],
      ["2024-01-01", "2024-01-01 00:00:00"],
    ]);
    expect(result.warnings).toEqual([
      '2 values of "a" did not fit DATE and became empty (zero or impossible dates).',
      '2 values of "b" did not fit TIMESTAMP and became empty (zero or impossible dates).',
    ]);
  });

  test("spans of time beyond a day make their column text, and no other", async () => {
    const { types, rows, result } = await values(
      "a time, b time(3), c time",
      "'838:59:59', '-00:00:01.5', '10:00:00'",
      "'08:00:00', '-838:59:59', '11:00:00'",
    );
    expect(types).toEqual({ a: "VARCHAR", b: "VARCHAR", c: "TIME" });
    expect(rows).toEqual([
      ["838:59:59", "-00:00:01.5", "10:00:00"],
      ["08:00:00", "-838:59:59", "11:00:00"],
    ]);
    expect(result.warnings).toEqual([]);
  });

  test("of text are the same characters in any character set; bytes are hexadecimal", async () => {
    const { types, rows } = await values(
      "a varchar(40), b char(5), c text CHARACTER SET latin1, d longtext, e enum('sad','glad'), f set('x','y'), g blob, h varbinary(9), i binary(3), j json",
      `'a''ü💥 and some more of it', 'x', 'Müller', '', 'glad', 'x,y', x'00ff41', x'', x'01', '{"a": [1, 2]}'`,
      `'twelve bytes', '', 'ß', REPEAT('long ', 30000), NULL, '', REPEAT('a', 300), 'abc', 'abc', 'null'`,
      "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL",
    );
    expect(new Set(Object.values(types))).toEqual(new Set(["VARCHAR"]));
    expect(rows).toEqual([
      [
        "a'ü💥 and some more of it",
        "x",
        "Müller",
        "",
        "glad",
        "x,y",
        "\\x00ff41",
        "\\x",
        "\\x010000",
        '{"a": [1, 2]}',
      ],
      [
        "twelve bytes",
        "",
        "ß",
        "long ".repeat(30000),
        null,
        "",
        `\\x${"61".repeat(300)}`,
        "\\x616263",
        "\\x616263",
        "null",
      ],
      Array(10).fill(null),
    ]);
  });

  test("longer than a packet of 16 MB arrive whole", async () => {
    await admin.query("SET GLOBAL max_allowed_packet = 67108864");
    const target = { properties: {}, secret: server.url, policy: localPolicy() };
    const signal = new AbortController().signal;
    const one = await source.open(target, { signal, statementTimeoutMs: 60_000, scratch: tmpdir() });
    const { rows } = await readInto(one, "SELECT REPEAT('x', 20000000) AS a, 'end' AS b");
    await one.close();
    expect(rows).toEqual([["x".repeat(20_000_000), "end"]]);
  });

  test("of expressions have the types the server gives them", async () => {
    const { types, rows } = await readInto(
      session,
      "SELECT 1 AS a, 1.50 AS b, 'x' AS c, NULL AS d, 1 = 1 AS e, SUM(id) AS f, POINT(1, 2) AS h FROM (SELECT CAST(seq AS INT) AS id FROM seq_1_to_3) q",
    );
    expect(types).toEqual({
      a: "INTEGER",
      b: "DECIMAL(3,2)",
      c: "VARCHAR",
      d: "VARCHAR",
      e: "INTEGER",
      f: types.f,
      h: "VARCHAR",
    });
    expect(types.f).toMatch(/^(DECIMAL|DOUBLE)/);
    expect(rows[0]?.slice(0, 5)).toEqual([1, "1.50", "x", null, 1]);
    expect(Number(rows[0]?.[5])).toBe(6);
  });

  test("equal the server's own sums over many rows, wide rows and packet borders", async () => {
    const sql = `SELECT seq * 1000000007 AS big, CAST(seq * 0.37 AS DECIMAL(12,2)) AS amount, SQRT(seq) AS root,
        TIMESTAMP '2020-01-01 00:00:00' + INTERVAL seq MINUTE AS at, IF(seq % 3 = 0, NULL, MD5(seq)) AS text, REPEAT('x', seq % 700) AS pad
        FROM seq_1_to_50000`;
    const loaded = await readInto(session, sql);
    expect(loaded.result.rows).toBe(50_000);
    const [[sums]] = await admin.query<mysql.RowDataPacket[]>({
      sql: `SELECT CAST(SUM(big) AS CHAR) AS big, CAST(SUM(amount) AS CHAR) AS amount, SUM(root) AS root, COUNT(text) AS texts, SUM(LENGTH(pad)) AS pad FROM (${sql}) q`,
    });
    const sum = (i: number) =>
      loaded.rows.reduce((total, row) => total + BigInt(String(row[i]).replace(".", "")), 0n);
    expect(String(sum(0))).toBe(sums?.big);
    expect(String(sum(1))).toBe(sums?.amount.replace(".", ""));
    expect(loaded.rows.reduce((t, row) => t + Number(row[2]), 0)).toBeCloseTo(sums?.root, 6);
    expect(loaded.rows.filter((row) => row[4] !== null).length).toBe(Number(sums?.texts));
    expect(loaded.rows.reduce((t, row) => t + String(row[5]).length, 0)).toBe(Number(sums?.pad));
  });
});
