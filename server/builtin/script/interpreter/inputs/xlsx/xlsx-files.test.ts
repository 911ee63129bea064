import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { unzip, zipStored } from "@/server/builtin/formats/xlsx/zip";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

async function load(
  content: Buffer,
  statement = "T: LOAD * FROM [lib://Files/data.xlsx] (ooxml, embedded labels);",
) {
  current = await testRun();
  await current.file("data.xlsx", content);
  const { tables, warnings } = await current.run(statement);
  return {
    fields: tables[0]?.fields.map((f) => `${f.name} ${f.dual ? "DUAL" : f.type}`),
    rows: await current.rows("T"),
    warnings,
  };
}

const DAY = { type: Date, format: "yyyy-mm-dd" } as const;
const day = (text: string) => ({ ...DAY, value: new Date(`${text}Z`) });

/** A workbook of a "real" writer: two sheets. */
async function workbook(): Promise<Buffer> {
  const path = join(current?.folder ?? "", "made.xlsx");
  const first = [
    [{ value: "a report" }],
    ["Id", "Name", "Price", "Day", "At", "Ok", "Mixed", "Seen"].map((value) => ({ value })),
    [
      { value: 1 },
      { value: " ü & <x> " },
      { value: 9.5 },
      day("2024-01-31T00:00"),
      day("2024-01-31T10:20:30"),
      { value: true },
      { value: "00123" },
      day("2024-01-31T00:00"),
    ],
    [
      { value: 2 },
      null,
      { value: 3 },
      day("2024-02-29T00:00"),
      day("2024-02-29T00:00"),
      { value: false },
      { value: 7 },
      { value: "never" },
    ],
  ];
  await writeXlsxFile([
    { data: first as never, sheet: "Orders" },
    { data: [[{ value: "x" }, { value: 5 }]] as never, sheet: "No labels" },
  ] as never).toFile(path);
  return readFile(path);
}

async function made(): Promise<Buffer> {
  current = await testRun();
  const content = await workbook();
  await current.close();
  return content;
}

const sheet = (rows: string, extra: Record<string, string> = {}): Map<string, Buffer> =>
  new Map(
    Object.entries({
      "xl/workbook.xml":
        '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels":
        '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ...extra,
    }).map(([name, text]) => [name, Buffer.from(text)]),
  );

const LABEL = '<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row>';

describe("XLSX files", () => {
  it("are read by sheet, with header lines, labels, dates, times, truth values and mixtures", async () => {
    const read = await load(
      await made(),
      "T: LOAD * FROM [lib://Files/data.xlsx] (ooxml, embedded labels, header is 1 lines, table is Orders);",
    );
    expect(read.fields).toEqual([
      "Id BIGINT",
      "Name VARCHAR",
      "Price DOUBLE",
      "Day DATE",
      "At TIMESTAMP",
      "Ok BOOLEAN",
      "Mixed VARCHAR",
      "Seen DUAL",
    ]);
    expect(read.rows).toEqual([
      [
        "1",
        " ü & <x> ",
        9.5,
        "2024-01-31",
        "2024-01-31 10:20:30",
        true,
        "00123",
        { num: 45322, txt: "2024-01-31" },
      ],
      ["2", null, 3, "2024-02-29", "2024-02-29 00:00:00", false, "7", { num: null, txt: "never" }],
    ]);
  });

  it("without labels have the fields A, B, C", async () => {
    const read = await load(
      await made(),
      "T: LOAD B, A AS First FROM [lib://Files/data.xlsx] (ooxml, no labels, table is [No labels$]);",
    );
    expect(read.rows).toEqual([["5", "x"]]);
  });

  it("give NULL for cells with an error, and warn", async () => {
    const rows = `${LABEL}<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="A3" t="e"><v>#DIV/0!</v></c></row><row r="4"><c r="A4"><v>2</v></c></row>`;
    const read = await load(zipStored(sheet(rows)));
    expect(read.rows).toEqual([["1"], [null], ["2"]]);
    expect(read.warnings).toEqual(["data.xlsx, S: 1 cells hold an error; they are NULL."]);
  });

  it("name the sheets there are where the wanted one is not", async () => {
    const error = await load(
      await made(),
      "T: LOAD * FROM [lib://Files/data.xlsx] (ooxml, table is Nope);",
    ).catch((e) => e);
    expect(error).toMatchObject({ code: "script.file", options: { advice: "It has Orders, No labels." } });
  });

  it("that would take too much memory are refused before they take it", async () => {
    const far = (rows: string) => zipStored(sheet(LABEL + rows));
    const big = Buffer.alloc(300 * 1024 * 1024, 32);
    const packed = deflateRawSync(big, { level: 1 });
    const bomb = zipStored(new Map([["xl/worksheets/sheet1.xml", packed]]));
    bomb.writeUInt16LE(8, bomb.lastIndexOf("PK\x01\x02") + 10);
    const honest = Buffer.from(bomb);
    honest.writeUInt32LE(big.length, honest.lastIndexOf("PK\x01\x02") + 24);
    const cases: [Buffer, string][] = [
      [far('<row r="1000000000"/>'), "a sheet of 1,000,000,000 rows"],
      [far('<row r="1e9"/>'), "a sheet of 1,000,000,000 rows"],
      [far('<row r="&#49;00000000"/>'), "at the place"],
      [far('<row r="2"><c r="AAAAAAAA2"/></row>'), "columns"],
      [far('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "a sheet of 1,048,576 rows"],
      [far(`${"<row/>".repeat(9000)}<row>${"<c/>".repeat(9000)}</row>`), "a sheet of"],
      [far(`<row s=">" r='9999999'/>`), "a sheet of"],
      [honest, "has 300 MB unpacked"],
      [bomb, "has a damaged part"],
    ];
    for (const [content, message] of cases) {
      const error = await load(content).catch((e: unknown) => e);
      expect(String(error)).toContain(message);
      await current?.close();
    }
  });

  it.each<[string, (good: Buffer) => Buffer, string]>([
    ["cut off", (good) => good.subarray(0, good.length - 40), "cut off"],
    ["no archive", () => Buffer.from("a,b\n1,2\n"), "is no zip archive"],
    [
      "an archive of something else",
      () => zipStored(new Map([["a.xml", Buffer.from("<a/>")]])),
      "lists no sheets",
    ],
    ["an old workbook", () => Buffer.from("d0cf11e0a1b11ae100000000", "hex"), "old kind (XLS)"],
    ["without its sheet", (good) => zipStored(without(good, /sheet1\.xml$/)), "cannot be read as a workbook"],
    ["spoilt in a part", (good) => spoilt(good), "has a damaged part"],
  ])("that are %s are refused by name", async (_, change, message) => {
    const error = await load(change(await made())).catch((e: unknown) => e);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain(current?.folder);
  });
});

function without(good: Buffer, name: RegExp): Map<string, Buffer> {
  return unzip(good, (n) => !name.test(n), { entries: 100, bytes: 1e8 });
}

/** One byte of the first packed part changed. */
function spoilt(good: Buffer): Buffer {
  const bytes = Buffer.from(good);
  const at = bytes.indexOf("sheet1.xml") + 10 + 12;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}
