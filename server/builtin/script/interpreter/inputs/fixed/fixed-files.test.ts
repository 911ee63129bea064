import { afterEach, describe, expect, it } from "vitest";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function load(content: string | Buffer, statement: string) {
  current = await testRun();
  await current.file("data.txt", content);
  const { tables } = await current.run(statement);
  return { fields: tables[0]?.fields.map((f) => `${f.name} ${f.type}`), rows: await current.rows("T") };
}

const from = "FROM [lib://Files/data.txt]";

describe("files of fixed records", () => {
  it("are cut at the places the LOAD names, one record a line", async () => {
    expect(
      await load(
        "0001Miller    2024-01-31  12.50\r\n0002O'Neil    2024-02-01   7\r\n\r\n0003\r\n",
        `T: LOAD @1:4 AS Id, Upper(@5:14) AS Name, @15:24 AS Day, @25:n AS Price ${from} (fix, codepage is 1252);`,
      ),
    ).toEqual({
      fields: ["Id VARCHAR", "Name VARCHAR", "Day DATE", "Price DOUBLE"],
      rows: [
        ["0001", "MILLER", "2024-01-31", 12.5],
        ["0002", "O'NEIL", "2024-02-01", 7],
        ["0003", "", null, null],
      ],
    });
  });

  it("give whole records for *, in their code page, behind header lines", async () => {
    expect(
      (
        await load(
          Buffer.from("head\nMüller 1\n", "latin1"),
          `T: LOAD * ${from} (fix, codepage is 28591, header is 1 lines);`,
        )
      ).rows,
    ).toEqual([["Müller 1"]]);
  });

  it("may be records of so many bytes, with numbers as bytes", async () => {
    const record = (id: number, big: bigint, real: number, text: string) => {
      const bytes = Buffer.alloc(24, 32);
      bytes.writeInt32LE(id, 0);
      bytes.writeBigUInt64LE(big, 4);
      bytes.writeDoubleLE(real, 12);
      bytes.write(text, 20);
      return bytes;
    };
    const content = Buffer.concat([
      Buffer.from("HH"),
      record(-5, 7n, 0.5, "ab\n"),
      record(70000, 9n, -1.25, "c"),
    ]);
    expect(
      (
        await load(
          content,
          `T: LOAD @1:4I AS I, @5:12U AS U, @13:20R AS R, @21:24T AS T ${from} (fix, record is 24, header is 2);`,
        )
      ).rows,
    ).toEqual([
      ["-5", "7", 0.5, "ab"],
      ["70000", "9", -1.25, "c"],
    ]);
  });

  it("go over the ends of the pieces a file is read in", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${String(i).padStart(6)}x`);
    const read = await load(`\uFEFF${lines.join("\n")}`, `T: LOAD @1:6 AS N, @7:7 AS X ${from} (fix);`);
    expect(read.rows.length).toBe(20_000);
    expect(read.rows[12_345]).toEqual(["12345", "x"]);
  });

  it.each([
    ["T: LOAD @1:2 AS A, @5:3 AS B", "(fix);", "ä", "script.syntax", "no place in a record"],
    ["T: LOAD @1:1 AS A", "(fix);", "ä\n", "script.file", "no whole UTF-8 characters"],
    ["T: LOAD @1:1 AS A", "(fix, record is 4);", "abcdefg", "script.file", "ends in its record 2"],
    ["T: LOAD Name", "(fix);", "abc", "script.field_missing", "Name"],
    ["T: LOAD @1:1 AS A", "(fix, record is 2 lines);", "abc", "script.unsupported", "several lines"],
    ["T: LOAD @1:1 AS A", "(fix, embedded labels);", "abc", "script.unsupported", "labels"],
    ["T: LOAD @1:1 AS A", "(fix, unicode);", "abc", "script.unsupported", "UTF-16"],
  ])("%s … %s is refused by name", async (fields, format, content, code, message) => {
    const error = await load(content, `${fields} ${from} ${format}`).catch((e: unknown) => e);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(message);
  });
});
