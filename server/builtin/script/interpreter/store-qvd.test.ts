import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { readPlainly } from "@/server/builtin/formats/qvd/testing/plain-reader";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function stored(script: string, source = ""): Promise<{ bytes: Buffer; t: TestRun }> {
  current = await testRun({ source });
  await current.run(`${script}\nSTORE T INTO [lib://Files/t.qvd] (qvd);`);
  return { bytes: await readFile(join(current.folder, "t.qvd")), t: current };
}

const headerOf = (bytes: Buffer) => bytes.toString("utf8", 0, bytes.indexOf(0));

const MIXED = `T: LOAD *, Date#(D, 'YYYY-MM-DD') AS Day, Dual(N, I) AS Rank INLINE [I, N, D, Same
  1, one & <1>, 2024-01-31, k
  2, "", 2024-02-01, k
  2, ü, 2024-02-01, k];`;

describe("STORE … (qvd)", () => {
  it("writes the header as Qlik does, byte by byte", async () => {
    const { bytes } = await stored("T: LOAD I, If(I > 1, N) AS [a & b] INLINE [I, N\n1, x\n2, y\n2, y];");
    const field = (
      name: string,
      numbers: [number, number, number, number, number, number],
      type: string,
      tags: string[],
    ) =>
      [
        "     <QvdFieldHeader>",
        `       <FieldName>${name}</FieldName>`,
        `       <BitOffset>${numbers[0]}</BitOffset>`,
        `       <BitWidth>${numbers[1]}</BitWidth>`,
        `       <Bias>${numbers[2]}</Bias>`,
        "       <NumberFormat>",
        `         <Type>${type}</Type>`,
        "         <nDec>0</nDec>",
        "         <UseThou>0</UseThou>",
        "         <Fmt></Fmt>",
        "         <Dec></Dec>",
        "         <Thou></Thou>",
        "       </NumberFormat>",
        `       <NoOfSymbols>${numbers[3]}</NoOfSymbols>`,
        `       <Offset>${numbers[4]}</Offset>`,
        `       <Length>${numbers[5]}</Length>`,
        "       <Comment></Comment>",
        "       <Tags>",
        ...tags.map((tag) => `         <String>${tag}</String>`),
        "       </Tags>",
        "     </QvdFieldHeader>",
      ].join("\r\n");
    expect(headerOf(bytes)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        " <QvdTableHeader>",
        "   <QvBuildNo>50504</QvBuildNo>",
        "   <CreatorDoc></CreatorDoc>",
        "   <CreateUtcTime>2026-03-04 10:20:30</CreateUtcTime>",
        "   <SourceCreateUtcTime></SourceCreateUtcTime>",
        "   <SourceFileUtcTime></SourceFileUtcTime>",
        "   <SourceFileSize>-1</SourceFileSize>",
        "   <StaleUtcTime></StaleUtcTime>",
        "   <TableName>T</TableName>",
        "   <Fields>",
        field("I", [0, 1, 0, 2, 0, 10], "INTEGER", ["$numeric", "$integer"]),
        field("a &amp; b", [1, 2, -2, 1, 10, 3], "ASCII", ["$ascii", "$text"]),
        "   </Fields>",
        "   <Compression></Compression>",
        "   <RecordByteSize>1</RecordByteSize>",
        "   <NoOfRecords>3</NoOfRecords>",
        "   <Offset>13</Offset>",
        "   <Length>3</Length>",
        "   <Lineage>",
        "   </Lineage>",
        "   <Comment></Comment>",
        " </QvdTableHeader>",
        "",
      ].join("\r\n"),
    );
    const body = bytes.subarray(bytes.indexOf(0) + 1);
    expect(body.toString("hex")).toBe(["0101000000", "0102000000", "047900", "00", "05", "05"].join(""));
  });

  it("keeps types, formats, duals, constants and NULL, and gives the same bytes again", async () => {
    const script = `${MIXED} SET DateFormat = 'DD.MM.YYYY';
      U: NOCONCATENATE LOAD *, Date(Day) AS Shown, Null() AS None, If(I = 2, I / 3) AS Third, Timestamp(Day + 0.25, 'DD.MM.YYYY hh:mm') AS At RESIDENT T;
      DROP TABLE T; RENAME TABLE U TO T;`;
    const { bytes, t } = await stored(script);
    const first = await t.rows("T");
    expect((await stored(script)).bytes.equals(bytes)).toBe(true);
    const again = current as TestRun;
    const result = await again.run("X: LOAD * FROM [lib://Files/t.qvd] (qvd);");
    const read = result.tables[0];
    expect(read?.fields.map((f) => `${f.name} ${f.dual ? "DUAL" : f.type} ${f.format ?? ""}`.trim())).toEqual(
      [
        "I BIGINT",
        "N VARCHAR",
        "D DATE YYYY-MM-DD",
        "Same VARCHAR",
        "Day DATE YYYY-MM-DD",
        "Rank DUAL",
        "Shown DATE DD.MM.YYYY",
        "None VARCHAR",
        "Third DOUBLE",
        "At TIMESTAMP DD.MM.YYYY hh:mm",
      ],
    );
    expect(await again.rows(read?.name ?? "")).toEqual(first);
    expect(headerOf(bytes)).toContain(
      "<FieldName>Same</FieldName>\r\n       <BitOffset>4</BitOffset>\r\n       <BitWidth>0</BitWidth>",
    );
  });

  it("replaces a file only by a complete one, and leaves nothing of one it could not write", async () => {
    const { bytes, t } = await stored(
      "T: LOAD 1 AS A AUTOGENERATE 1;",
      "CREATE TABLE s AS SELECT 'a' || chr(0) AS B",
    );
    const failed = t.run(
      "LIB CONNECT TO 'Source'; X: SQL SELECT B FROM s; STORE X INTO [lib://Files/t.qvd];",
    );
    await expect(failed).rejects.toMatchObject({
      code: "script.value",
      options: { params: { field: "B", line: 1 } },
    });
    expect(await readdir(t.folder)).toEqual(["t.qvd"]);
    expect(await readFile(join(t.folder, "t.qvd"))).toEqual(bytes);
  });

  it("stores some fields under other names, and a table without rows", async () => {
    const { t } = await stored(MIXED);
    await t.run(`X: LOAD 1 AS A, 'x' AS B AUTOGENERATE 0; STORE B AS C FROM X INTO [lib://Files/x.qvd];
      Y: LOAD * FROM [lib://Files/x.qvd] (qvd); Z: LOAD * INLINE [C\nq];`);
    expect(await t.rows("Y")).toEqual([["q"]]);
  });

  it("keeps duals that have no number, and tells NULL from them", async () => {
    const { t } =
      await stored(`T: LOAD If(v = 1, Date(44000), If(v = 2, 'never', If(v = 3, Dual('Jan', 1)))) AS v, 'x' AS first INLINE [v
      1
      2
      3
      4
      2];`);
    await t.run("X: LOAD * FROM [lib://Files/t.qvd] (qvd);");
    expect(await t.rows("X")).toEqual(await t.rows("T"));
    expect(await t.rows("T")).toEqual([
      [{ num: 44000, txt: "2020-06-18" }, "x"],
      [{ num: null, txt: "never" }, "x"],
      [{ num: 1, txt: "Jan" }, "x"],
      [null, "x"],
      [{ num: null, txt: "never" }, "x"],
    ]);
  });

  it("keeps texts that begin with U+FEFF", async () => {
    const { bytes, t } = await stored(
      "T: LOAD Chr(65279) & 'a' AS v AUTOGENERATE 1; CONCATENATE (T) LOAD 'a' AS v AUTOGENERATE 1;",
    );
    await t.run("X: NOCONCATENATE LOAD * FROM [lib://Files/t.qvd] (qvd);");
    expect(bytes.includes("\ufeffa\0")).toBe(true);
    const codes = await t.db.runAndReadAll('SELECT unicode(v) FROM "X" ORDER BY rowid');
    expect(codes.getRows()).toEqual([[65279], [97]]);
  });

  it("tells functions what is in it, without reading it", async () => {
    const { t } = await stored(MIXED);
    await t.run(`LET vFile = 'lib://Files/t.qvd';
      X: LOAD QvdNoOfRecords('lib://Files/t.qvd') AS Rows, QvdNoOfFields(vFile) AS Fields, QvdFieldName(vFile, 2) AS Second,
        QvdFieldName(vFile, 99) AS None, QvdTableName(vFile) AS Name, QvdCreateTime(vFile) AS At AUTOGENERATE 1;`);
    expect(await t.rows("X")).toEqual([["3", "6", "N", null, "T", "2026-03-04 10:20:30"]]);
    await t.file("no.qvd", "<a></a>\0");
    await expect(t.run("LET v = QvdNoOfRecords('lib://Files/no.qvd');")).rejects.toMatchObject({
      code: "script.file",
    });
    await expect(t.run("Y: LOAD QvdTableName('a' & RecNo()) AS F AUTOGENERATE 1;")).rejects.toMatchObject({
      code: "script.unsupported",
    });
  });
});

/** A column of a source, by the SQL literals of its values. */
const columns: Record<string, { type: string; value: fc.Arbitrary<string> }> = {
  BIGINT: { type: "BIGINT", value: fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }).map(String) },
  small: { type: "INTEGER", value: fc.integer({ min: -3, max: 3 }).map(String) },
  DOUBLE: {
    type: "DOUBLE",
    value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((d) => `'${d === 0 ? 0 : d}'`),
  },
  money: { type: "DECIMAL(14,2)", value: fc.integer().map((n) => `${n}.25`) },
  VARCHAR: {
    type: "VARCHAR",
    value: fc
      .string({ unit: "binary", maxLength: 20 })
      .map((s) => `'${s.toWellFormed().replace(/\0/g, "").replaceAll("'", "''")}'`),
  },
  numbers: { type: "VARCHAR", value: fc.nat(2000).map((n) => `'${String(n).padStart(4, "0")}'`) },
  DATE: {
    type: "DATE",
    value: fc.integer({ min: -700_000, max: 2_900_000 }).map((n) => `DATE '1970-01-01' + ${n}`),
  },
  TIMESTAMP: {
    type: "TIMESTAMP",
    value: fc.integer({ min: -3e15, max: 3e15 }).map((n) => `make_timestamp(${n}::BIGINT)`),
  },
  TIME: {
    type: "TIME",
    value: fc.integer({ min: 0, max: 86_399 }).map((n) => `TIME '00:00:00' + to_seconds(${n})`),
  },
};

/** What a value comes back as: decimals as floating point, narrow integers as wide ones. */
const BACK: Record<string, string> = { INTEGER: "BIGINT", "DECIMAL(14,2)": "DOUBLE" };

/** SQL of the number a stored value must have; of points in time only that there is one. */
const numberOf = (name: string) => {
  const type = columns[name]?.type ?? "";
  if (type === "VARCHAR") return "NULL";
  if (type === "DATE") return `("${name}" - DATE '1899-12-30')::DOUBLE`;
  return /^TIME/.test(type) ? `CASE WHEN "${name}" IS NOT NULL THEN 'some' END` : `"${name}"::DOUBLE`;
};

/** What a second reader finds in the file is what the table has: the number, and of texts the text. */
async function checkPlainly({ db, folder }: TestRun, names: string[]): Promise<void> {
  const { fields } = readPlainly(await readFile(join(folder, "t.qvd")));
  for (const [i, name] of names.entries()) {
    const isText = columns[name]?.type === "VARCHAR";
    const rows = await db.runAndReadAll(
      `SELECT ${numberOf(name)}, ${isText ? `"${name}"` : "NULL"} FROM T ORDER BY rowid`,
    );
    const found = fields[i]?.values.map((value) => [value?.number ?? null, isText ? value?.text : null]);
    const wanted = rows.getRows().map(([number, text], row) => {
      const some = typeof found?.[row]?.[0] === "number";
      return [number === "some" && some ? found?.[row]?.[0] : number, isText ? (text ?? undefined) : null];
    });
    expect(found).toEqual(wanted);
  }
}

it("whatever is stored comes back as it was, and is what a second reader finds", async () => {
  const table = fc
    .uniqueArray(fc.constantFrom(...Object.keys(columns)), { minLength: 1, maxLength: 4 })
    .chain((names) => {
      const cells = names.map((n) =>
        fc.option(columns[n]?.value ?? fc.constant("NULL"), { freq: 4, nil: "NULL" }),
      );
      return fc.record({ names: fc.constant(names), rows: fc.array(fc.tuple(...cells), { maxLength: 12 }) });
    });
  await fc.assert(
    fc.asyncProperty(table, async ({ names, rows }) => {
      const typed = (row: string[]) =>
        names.map((n, i) => `CAST(${row[i]} AS ${columns[n]?.type}) AS "${n}"`).join(", ");
      const empty = names.map(() => "NULL");
      const source = `CREATE TABLE s AS ${[...rows.map((r) => `SELECT ${typed(r)}`), `SELECT ${typed(empty)} WHERE false`].join(" UNION ALL ")}`;
      const t = await testRun({ source });
      try {
        const { tables } = await t.run(`LIB CONNECT TO 'Source'; T: SQL SELECT * FROM s;
          STORE T INTO [lib://Files/t.qvd] (qvd); X: NOCONCATENATE LOAD *, RecNo() AS R FROM [lib://Files/t.qvd] (qvd);`);
        const back = tables.find((x) => x.name === "X");
        for (const [i, name] of names.entries()) {
          const { type } = columns[name] ?? { type: "" };
          if (rows.every((r) => r[i] === "NULL")) continue;
          expect(back?.fields[i]?.type).toBe(BACK[type] ?? type);
        }
        const shown = (table: string) =>
          `SELECT ${names.map((n) => `CAST(CAST("${n}" AS ${BACK[columns[n]?.type ?? ""] ?? columns[n]?.type}) AS VARCHAR)`).join(", ")} FROM "${table}" ORDER BY rowid`;
        const read = async (table: string) => (await t.db.runAndReadAll(shown(table))).getRowsJson();
        expect(await read("X")).toEqual(await read("T"));
        await checkPlainly(t, names);
      } finally {
        await t.close();
      }
    }),
    { numRuns: 12 },
  );
});
