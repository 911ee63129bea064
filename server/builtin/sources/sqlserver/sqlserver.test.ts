import { EventEmitter } from "node:events";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { getSource } from "..";
import type { ReadTarget } from "../port";
import { serverSettings } from "../servers/settings";
import { canBeDerived, onlySelect } from "./only-select";
import { type Described, planOf, type RowRequest, type SendRequest, takeRows } from "./read";
import { sqlServer } from "./settings";

const source = getSource("sqlserver");

/** A request as the driver hands it out, whose rows come only while it isn't paused. */
class ScriptedRequest extends EventEmitter implements RowRequest {
  paused = false;
  pauses = 0;
  canceled = false;
  sent = 0;

  constructor(
    private readonly rows: Iterator<unknown[]>,
    private readonly done: (error: Error | null) => void,
  ) {
    super();
    setImmediate(() => this.flow());
  }

  private flow(): void {
    while (!this.paused) {
      const next = this.canceled ? null : this.rows.next();
      if (next === null || next.done) {
        this.done(next === null ? Object.assign(new Error("Canceled."), { code: "ECANCEL" }) : null);
        return;
      }
      this.sent++;
      this.emit(
        "row",
        next.value.map((value) => ({ value })),
      );
    }
  }

  pause(): void {
    this.paused = true;
    this.pauses++;
  }

  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    setImmediate(() => this.flow());
  }

  cancel(): void {
    this.canceled = true;
  }
}

interface Taken {
  types: Record<string, string>;
  rows: unknown[][];
  warnings: string[];
  request: ScriptedRequest;
}

async function take(
  columns: Record<string, string>,
  rows: Iterable<unknown[]>,
  more: Partial<ReadTarget> & { timeoutMs?: number } = {},
): Promise<Taken> {
  const described: Described[] = Object.entries(columns).map(([name, sourceType]) => ({
    name,
    sourceType,
    nullable: true,
  }));
  const { sql, tokens } = onlySelect("SELECT * FROM t");
  const plan = planOf(sql, tokens, described);
  let request: ScriptedRequest | undefined;
  const send: SendRequest = (_, done) => {
    request = new ScriptedRequest(rows[Symbol.iterator](), done);
    return request;
  };
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  try {
    const { timeoutMs = 60_000, ...given } = more;
    const signal = new AbortController().signal;
    const target: ReadTarget = { db, table: "out", signal, onRows: () => {}, maxRows: 1e7, ...given };
    const { warnings } = await takeRows(send, plan, target, timeoutMs);
    const reader = await db.runAndReadAll("SELECT * FROM out");
    const types = Object.fromEntries(
      reader.columnNames().map((n, i) => [n, String(reader.columnTypes()[i])]),
    );
    if (!request) throw new Error("nothing was sent");
    return { types, rows: reader.getRowsJson() as unknown[][], warnings, request };
  } finally {
    db.closeSync();
    instance.closeSync();
  }
}

const date = (text: string) => new Date(`${text.replace(" ", "T")}Z`);
const finer = (text: string, nanosecondsDelta: number) => Object.assign(date(text), { nanosecondsDelta });

describe("values as the driver hands them out", () => {
  test("of numbers are exact: 64 bits as text, decimals and money up to 38 digits as the server's text", async () => {
    const { types, rows, warnings } = await take(
      {
        a: "tinyint",
        b: "int",
        c: "bigint",
        d: "decimal(10,2)",
        e: "decimal(38,10)",
        f: "money",
        g: "smallmoney",
        h: "real",
        i: "float",
      },
      [
        [
          255,
          -2147483648,
          "-9223372036854775808",
          -0.07,
          "-1234567890123456789012345678.0123456789",
          "922337203685477.5807",
          214748.3647,
          Math.fround(0.1),
          1e308,
        ],
        [0, 2147483647, "9223372036854775807", 99999999.99, "0.0000000001", "-0.0001", -0.5, -1, 5e-324],
        Array(9).fill(null),
      ],
    );
    expect(types).toEqual({
      a: "INTEGER",
      b: "INTEGER",
      c: "BIGINT",
      d: "DECIMAL(10,2)",
      e: "DECIMAL(38,10)",
      f: "DECIMAL(19,4)",
      g: "DECIMAL(10,4)",
      h: "DOUBLE",
      i: "DOUBLE",
    });
    expect(rows).toEqual([
      [
        255,
        -2147483648,
        "-9223372036854775808",
        "-0.07",
        "-1234567890123456789012345678.0123456789",
        "922337203685477.5807",
        "214748.3647",
        Math.fround(0.1),
        1e308,
      ],
      [0, 2147483647, "9223372036854775807", "99999999.99", "0.0000000001", "-0.0001", "-0.5000", -1, 5e-324],
      Array(9).fill(null),
    ]);
    expect(warnings).toEqual([]);
  });

  test("of wide decimals that came as doubles are kept where they are exact, and told where they may not be", async () => {
    const { rows, warnings } = await take({ a: "decimal(20,2)", b: "money" }, [
      [12.5, 1234567890.1234],
      [123456789012345680, 900000000000000.5],
    ]);
    expect(rows[0]).toEqual(["12.50", "1234567890.1234"]);
    expect(warnings).toEqual([
      expect.stringContaining('1 value of "a" (decimal(20,2)) have more digits than the driver keeps'),
      expect.stringContaining('1 value of "b"'),
    ]);
  });

  test("of dates and times are UTC to the microsecond, in all years", async () => {
    const { types, rows } = await take(
      {
        a: "date",
        b: "datetime",
        c: "datetime2(7)",
        d: "datetimeoffset(7)",
        e: "time(7)",
        f: "smalldatetime",
      },
      [
        [
          date("2024-02-29 00:00:00"),
          date("2024-02-29 12:30:15.003"),
          finer("2024-02-29 12:30:15.123", 0.0004567),
          date("2024-02-29 10:30:15"),
          finer("1970-01-01 23:59:59.999", 0.0009999),
          date("2024-02-29 12:30:00"),
        ],
        [
          date("0001-01-01 00:00:00"),
          date("1753-01-01 00:00:00"),
          finer("9999-12-31 23:59:59.999", 0.0009999),
          date("1969-12-31 23:59:59.5"),
          date("1970-01-01 00:00:00"),
          null,
        ],
      ],
    );
    expect(types).toEqual({
      a: "DATE",
      b: "TIMESTAMP",
      c: "TIMESTAMP",
      d: "TIMESTAMP",
      e: "TIME",
      f: "TIMESTAMP",
    });
    expect(rows).toEqual([
      [
        "2024-02-29",
        "2024-02-29 12:30:15.003",
        "2024-02-29 12:30:15.123456",
        "2024-02-29 10:30:15",
        "23:59:59.999999",
        "2024-02-29 12:30:00",
      ],
      [
        "0001-01-01",
        "1753-01-01 00:00:00",
        "9999-12-31 23:59:59.999999",
        "1969-12-31 23:59:59.5",
        "00:00:00",
        null,
      ],
    ]);
  });

  test("of everything else are booleans, texts, and bytes as hexadecimal", async () => {
    const { types, rows } = await take(
      {
        a: "bit",
        b: "nvarchar(max)",
        c: "uniqueidentifier",
        d: "varbinary(8)",
        e: "xml",
        f: "sql_variant",
        g: "hierarchyid",
      },
      [
        [
          true,
          "ü💥\0",
          "f0e1d2c3-b4a5-4697-8879-6a5b4c3d2e1f",
          Buffer.from("00ff", "hex"),
          "<a/>",
          "text",
          "/1/2/",
        ],
        [false, "", null, Buffer.alloc(0), null, 12.5, null],
      ],
    );
    expect(types).toMatchObject({ a: "BOOLEAN", b: "VARCHAR", c: "VARCHAR", d: "VARCHAR", f: "VARCHAR" });
    expect(rows).toEqual([
      [true, "ü💥\0", "f0e1d2c3-b4a5-4697-8879-6a5b4c3d2e1f", "\\x00ff", "<a/>", "text", "/1/2/"],
      [false, "", null, "\\x", null, "12.5", null],
    ]);
  });
});

describe("rows", () => {
  function* numbers(count: number) {
    for (let i = 0; i < count; i++) yield [i];
  }

  test("come no faster than they are stored, with progress", async () => {
    const seen: number[] = [];
    const { request, rows } = await take({ n: "int" }, numbers(50_000), {
      onRows: (p) => seen.push(p.rows),
    });
    expect(rows).toHaveLength(50_000);
    expect(request.pauses).toBe(3);
    expect(seen).toEqual([16_384, 32_768, 49_152, 50_000]);
  });

  test("stop at the row limit, when told to, and at the time limit: the request is canceled and nothing stays", async () => {
    const endless = () => numbers(Number.POSITIVE_INFINITY);
    await expect(take({ n: "int" }, endless(), { maxRows: 100 })).rejects.toMatchObject({
      code: "limits.rows",
    });
    await expect(take({ n: "int" }, endless(), { maxBytes: 10_000 })).rejects.toMatchObject({
      code: "limits.bytes",
    });
    const abort = new AbortController();
    const stopped = take({ n: "int" }, endless(), {
      signal: abort.signal,
      onRows: () => abort.abort(new Error("stop")),
    });
    await expect(stopped).rejects.toThrow("stop");
    await expect(take({ n: "int" }, endless(), { timeoutMs: 20 })).rejects.toMatchObject({
      code: "source.timeout",
    });
  });
});

describe("a SELECT", () => {
  test.each([
    "SELECT 1; DELETE FROM t",
    "SELECT 1 DELETE FROM t",
    "SELECT 1 AS a\nEXEC sp_who",
    "SELECT * INTO copy FROM t",
    "SELECT 1) AS q DROP TABLE t SELECT * FROM (SELECT 1",
    "SELECT /* /* */ */ 1 COMMIT",
    "SELECT 1 -- x\nDROP TABLE t",
    "SELECT [a]]] FROM t UPDATE t SET a = 1",
    "SELECT 'it''s' WAITFOR DELAY '1:00'",
    "SELECT * FROM OPENROWSET(BULK 'c:\\x', SINGLE_CLOB) q",
    "SELECT * FROM OPENQUERY(other, 'DELETE FROM t')",
    "SELECT NEXT VALUE FOR s",
    "SELECT * FROM t WITH (UPDLOCK)",
    "SELECT 1 END CONVERSATION x",
    "SELECT 'open",
    "SELECT [open",
    "SELECT 1 /* open",
    "SELECT (1",
    "INSERT INTO t VALUES (1)",
    "WITH x AS (SELECT 1 AS a) DELETE FROM x",
  ])("that isn't only one is refused: %s", (sql) => {
    expect(() => onlySelect(sql)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^source\.(read_only|syntax)$/) }),
    );
  });

  test.each([
    "SELECT [update], \"delete\", 'drop -- /*' AS x FROM [t] -- DELETE\n",
    "SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 5 ROWS ONLY;",
    "WITH x AS (SELECT 1 AS a) SELECT CASE WHEN a = 1 THEN 2 END AS b FROM x /* INSERT */",
    "SELECT * FROM t WITH (NOLOCK)",
    "SELECT updated, inserted_at, dropped FROM t",
  ])("that is one passes: %s", (sql) => {
    expect(() => onlySelect(sql)).not.toThrow();
  });

  test("has the server write what the driver would round, unless an order forbids it", () => {
    const columns: Described[] = [
      { name: "id", sourceType: "int", nullable: false },
      { name: "total", sourceType: "decimal(28,4)", nullable: true },
      { name: "paid", sourceType: "money", nullable: true },
    ];
    const plain = onlySelect("SELECT id, total, paid FROM t");
    expect(planOf(plain.sql, plain.tokens, columns).sql).toBe(
      "SELECT q.c0 AS c0, CAST(q.c1 AS varchar(41)) AS c1, CONVERT(varchar(41), q.c2, 2) AS c2 FROM (\nSELECT id, total, paid FROM t\n) AS [q] (c0, c1, c2)",
    );
    for (const sql of ["SELECT id FROM t ORDER BY id", "WITH x AS (SELECT 1 AS a) SELECT a FROM x"])
      expect(canBeDerived(onlySelect(sql).tokens)).toBe(false);
    expect(canBeDerived(onlySelect("SELECT ROW_NUMBER() OVER (ORDER BY a) AS n FROM t").tokens)).toBe(true);
  });
});

describe("the connection", () => {
  test("is described by properties, or by a connection string as its drivers write it", () => {
    const of = (secret: string) => serverSettings(sqlServer, {}, secret);
    expect(
      of('Server=tcp:db.example.com,1444;Initial Catalog=shop;User Id=r;Password="a;b""c";Encrypt=True'),
    ).toEqual({
      host: "db.example.com",
      port: 1444,
      database: "shop",
      user: "r",
      password: 'a;b"c',
      tls: "verify",
    });
    expect(of("server=.;database=d;uid=u;pwd=p")).toMatchObject({
      host: "localhost",
      port: 1433,
      tls: "auto",
    });
    expect(of("Server=h;Database=d;User Id=u;Password=p;TrustServerCertificate=yes")).toMatchObject({
      tls: "no-verify",
    });
    expect(of("Server=h;Database=d;User Id=u;Password=p;Encrypt=no")).toMatchObject({ tls: "off" });
    expect(serverSettings(sqlServer, { host: "h", database: "d", user: "u" }, "p=;")).toMatchObject({
      password: "p=;",
    });
  });

  test.each([
    ["Server=h", "needs server, database and user"],
    ["hunter2", "is not a connection string"],
    ["Server=h;Database=d;User Id=u;Password=hunter2;Whatever=1", "not supported: Whatever"],
  ])("with a wrong string is refused without showing it: %s", (secret, message) => {
    expect(() => serverSettings(sqlServer, {}, secret)).toThrow(message);
    expect(() => serverSettings(sqlServer, {}, secret)).not.toThrow(/hunter2/);
  });

  test.each([
    [{ host: "h" }, "database: is needed"],
    [{ host: "h\\SQLEXPRESS", database: "d", user: "u" }, "give an instance by its port"],
    [{ tls: "maybe" }, "tls: needs one of"],
    [{ mode: 1 }, "mode: is not a property"],
  ])("is refused for the properties %j", (properties, message) => {
    expect(() => source.parse(properties)).toThrow(message);
  });
});
