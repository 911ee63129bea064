import { tmpdir } from "node:os";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPostgres } from "@/server/testing/postgres";
import { getSource } from "..";
import type { SourceSession } from "../port";
import { localPolicy } from "../testing/open-policy";
import { readInto } from "../testing/read-into";

const source = getSource("postgres");
const started = await testPostgres();
const server = "skip" in started ? { url: "", port: 0, password: "", stop: async () => {} } : started;
const skipReason = "skip" in started ? started.skip : "";
let admin: pg.Client;
let session: SourceSession;

describe.skipIf(skipReason !== "")(`PostgreSQL values${skipReason && ` (${skipReason})`}`, () => {
  beforeAll(async () => {
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
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

  /** Makes a table whose columns are the first row's expressions, fills in the other rows, and reads it. */
  async function values(first: string, ...more: string[]) {
    const table = `values_${++tables}`;
    await admin.query(`CREATE TABLE ${table} AS SELECT ${first}`);
    for (const row of more) await admin.query(`INSERT INTO ${table} VALUES (${row})`);
    return readInto(session, `SELECT * FROM ${table}`);
  }

  test("of whole numbers keep all bits", async () => {
    const { types, rows } = await values(
      "'-32768'::int2 AS a, '-2147483648'::int4 AS b, '-9223372036854775808'::int8 AS c, 4294967295::oid AS d",
      "32767, 2147483647, 9223372036854775807, 0",
      "NULL, NULL, NULL, NULL",
    );
    expect(types).toEqual({ a: "INTEGER", b: "INTEGER", c: "BIGINT", d: "BIGINT" });
    expect(rows).toEqual([
      [-32768, -2147483648, "-9223372036854775808", "4294967295"],
      [32767, 2147483647, "9223372036854775807", "0"],
      [null, null, null, null],
    ]);
  });

  test("of decimals are exact up to 38 digits, whatever their scale", async () => {
    const { types, rows } = await values(
      `'-0.01'::numeric(10,2) AS a, '12345678901234567890123456789012345678'::numeric(38,0) AS b,
         '-99999999999999999999999999.123456789012'::numeric(38,12) AS c, 1.10::numeric(3,2) AS d, '0.00012'::numeric(2,5) AS e,
         '12300'::numeric(3,-2) AS f, '99999.9999'::numeric(9,4) AS g, '123456789012345.67'::numeric(17,2) AS h`,
      "0, 0, 0, 0, 0, 0, 0, 0",
      "99999999.99, -1, 0.000000000001, -9.99, -0.00099, -99900, -0.0001, -999999999999999.99",
    );
    expect(types).toEqual({
      a: "DECIMAL(10,2)",
      b: "DECIMAL(38,0)",
      c: "DECIMAL(38,12)",
      d: "DECIMAL(3,2)",
      e: "DECIMAL(5,5)",
      f: "DECIMAL(5,0)",
      g: "DECIMAL(9,4)",
      h: "DECIMAL(17,2)",
    });
    expect(rows).toEqual([
      [
        "-0.01",
        "12345678901234567890123456789012345678",
        "-99999999999999999999999999.123456789012",
        "1.10",
        "0.00012",
        "12300",
        "99999.9999",
        "123456789012345.67",
      ],
      ["0.00", "0", "0.000000000000", "0.00", "0.00000", "0", "0.0000", "0.00"],
      [
        "99999999.99",
        "-1",
        "0.000000000001",
        "-9.99",
        "-0.00099",
        "-99900",
        "-0.0001",
        "-999999999999999.99",
      ],
    ]);
  });

  test("of numbers without a scale are doubles, and lost digits are told", async () => {
    const { types, rows, result } = await values(
      "1.5::numeric AS a, '0.1'::numeric AS b, '123456789012345678901234567890.5'::numeric AS c, 1::numeric(50,10) AS d",
      "'NaN'::numeric, 'Infinity'::numeric, '-Infinity'::numeric, '9007199254740993'::numeric",
      "1e300::numeric, '-0.000000000000000000000000000001'::numeric, 0::numeric, 9007199254740992::numeric",
    );
    expect(types).toEqual({ a: "DOUBLE", b: "DOUBLE", c: "DOUBLE", d: "DOUBLE" });
    expect(rows).toEqual([
      [1.5, 0.1, 1.2345678901234568e29, 1],
      ["NaN", "Infinity", "-Infinity", 9007199254740992],
      [1e300, -1e-30, 0, 9007199254740992],
    ]);
    expect(result.warnings).toHaveLength(2);
    expect(result.warnings[0]).toContain('1 value of "c" (numeric) had more digits than a double holds');
    expect(result.warnings[1]).toContain('"d"');
  });

  test("NaN in a decimal becomes NULL, counted", async () => {
    const { rows, result } = await values("'NaN'::numeric(10,2) AS a", "1.25");
    expect(rows).toEqual([[null], ["1.25"]]);
    expect(result.warnings).toEqual([
      '1 value of "a" did not fit DECIMAL(10,2) and became empty (NaN, or beyond its range).',
    ]);
  });

  test("of floats keep infinities and NaN", async () => {
    const { types, rows } = await values(
      "0.1::float8 AS a, 0.1::float4 AS b",
      "'Infinity', '-Infinity'",
      "'NaN', 1e-40",
      "5e-324, 3.4028235e38",
    );
    expect(types).toEqual({ a: "DOUBLE", b: "DOUBLE" });
    expect(rows[0]?.[0]).toBe(0.1);
    expect(Math.fround(Number(rows[0]?.[1]))).toBe(Math.fround(0.1));
    expect(rows[1]).toEqual(["Infinity", "-Infinity"]);
    expect(rows[2]?.[0]).toBe("NaN");
    expect(rows[3]?.[0]).toBe(5e-324);
  });

  test("of dates and times are the same instants, time zones taken off, infinities kept", async () => {
    const { types, rows } = await values(
      "'2024-02-29'::date AS a, '2024-02-29 12:30:15.123456'::timestamp AS b, '2024-02-29 12:30:15+02'::timestamptz AS c, '23:59:59.999999'::time AS d",
      "'infinity', 'infinity', '-infinity', '00:00'",
      "'-infinity', '-infinity', 'infinity', '24:00:00'",
      "'0001-01-01', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999+00', NULL",
      "'1969-12-31', '1714-01-01 00:00:00.000001', '2300-01-01 00:00:00.000001+00', NULL",
    );
    expect(types).toEqual({ a: "DATE", b: "TIMESTAMP", c: "TIMESTAMP", d: "TIME" });
    expect(rows).toEqual([
      ["2024-02-29", "2024-02-29 12:30:15.123456", "2024-02-29 10:30:15", "23:59:59.999999"],
      ["infinity", "infinity", "-infinity", "00:00:00"],
      ["-infinity", "-infinity", "infinity", "24:00:00"],
      ["0001-01-01", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999", null],
      ["1969-12-31", "1714-01-01 00:00:00.000001", "2300-01-01 00:00:00.000001", null],
    ]);
  });

  test("of text are the same characters, blank-padded ones without their padding", async () => {
    const { types, rows } = await values(
      "'a''ü\\💥 and some more of it' AS a, 'short'::varchar(20) AS b, 'x'::char(5) AS c, 'n'::name AS d",
      "'', 'twelve bytes', 'é', 'thirteen byte'",
      "repeat('long ', 30000), NULL, 'abcde', ''",
    );
    expect(types).toEqual({ a: "VARCHAR", b: "VARCHAR", c: "VARCHAR", d: "VARCHAR" });
    expect(rows).toEqual([
      ["a'ü\\💥 and some more of it", "short", "x", "n"],
      ["", "twelve bytes", "é", "thirteen byte"],
      ["long ".repeat(30000), null, "abcde", ""],
    ]);
  });

  test("of every other type are PostgreSQL's own text", async () => {
    await admin.query("CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN price AS numeric(8,2)");
    const { types, rows } = await values(
      `true AS bool, 'f0e1d2c3-b4a5-4697-8879-6a5b4c3d2e1f'::uuid AS uuid, '\\x00ff41'::bytea AS bytes, '{"a": [1, 2]}'::jsonb AS jsonb,
         '{"a" : 1}'::json AS json, '1 day 02:03:04'::interval AS span, ARRAY[1, NULL, 3] AS list, 'glad'::mood AS mood, 12.5::price AS price,
         '$1,234.50'::money AS money, '10.0.0.1/8'::inet AS net, '12:00+02'::timetz AS timetz, int4range(1, 5) AS range, point(1, 2) AS point, 'x'::"char" AS char`,
    );
    expect(types).toMatchObject({
      bool: "BOOLEAN",
      uuid: "VARCHAR",
      price: "DECIMAL(8,2)",
      money: "DECIMAL(19,2)",
    });
    expect(rows[0]).toEqual([
      true,
      "f0e1d2c3-b4a5-4697-8879-6a5b4c3d2e1f",
      "\\x00ff41",
      '{"a": [1, 2]}',
      '{"a" : 1}',
      "1 day 02:03:04",
      "{1,NULL,3}",
      "glad",
      "12.50",
      "1234.50",
      "10.0.0.1/8",
      "12:00:00+02",
      "[1,5)",
      "(1,2)",
      "x",
    ]);
  });

  test("equal PostgreSQL's own sums over many rows, wide rows and chunk borders", async () => {
    const sql = `SELECT i::int8 * 1000000007 AS big, (i * 0.37)::numeric(12,2) AS dec, sqrt(i) AS root, '2020-01-01'::timestamp + i * interval '1 minute' AS at,
        CASE WHEN i % 3 = 0 THEN NULL ELSE md5(i::text) END AS text, repeat('x', i % 700) AS pad FROM generate_series(1, 50000) i`;
    const loaded = await readInto(session, sql);
    expect(loaded.result.rows).toBe(50_000);
    const { rows } = await admin.query(
      `SELECT sum(big)::text AS big, sum(dec)::text AS dec, sum(root) AS root, max(at)::text AS at, count(text)::int AS texts, sum(length(pad))::int AS pad, string_agg(text, '' ORDER BY big) AS all FROM (${sql}) q`,
    );
    const sum = (i: number) =>
      loaded.rows.reduce((total, row) => total + BigInt(String(row[i]).replace(".", "")), 0n);
    expect(String(sum(0))).toBe(rows[0].big);
    expect(String(sum(1))).toBe(rows[0].dec.replace(".", ""));
    expect(loaded.rows.reduce((t, row) => t + Number(row[2]), 0)).toBeCloseTo(rows[0].root, 6);
    expect(loaded.rows.at(-1)?.[3]).toBe(rows[0].at);
    expect(loaded.rows.map((row) => row[4] ?? "").join("")).toBe(rows[0].all);
    expect(loaded.rows.reduce((t, row) => t + String(row[5]).length, 0)).toBe(rows[0].pad);
  });
});
