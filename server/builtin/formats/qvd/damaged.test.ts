import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FormatError } from "../format-error";
import { QvdFile } from "./file";
import { buildQvd } from "./testing/build-qvd";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Reads all there is; what it throws must be a FormatError. */
async function readAll(content: Buffer, memory?: number): Promise<unknown[][]> {
  const path = join(folder, "data.qvd");
  await writeFile(path, content);
  const file = await QvdFile.open(path, memory);
  try {
    for (const field of file.header.fields) await file.symbols(field);
    const rows: unknown[][] = [];
    for await (const { records, codes } of file.codes(file.header.fields))
      for (let row = 0; row < records; row++) rows.push(codes.map((c) => c[row]));
    return rows;
  } finally {
    await file.close();
  }
}

const fields = [
  { name: "A", symbols: [1, 2.5, "text", { number: 3, text: "three" }], records: [0, 1, 2, 3, null] },
  { name: "B", symbols: ["x", "y"], records: [1, 0, 1, 0, 1] },
];
const whole = buildQvd("T", fields);
const body = whole.indexOf(0) + 1;

async function failure(content: Buffer, memory?: number): Promise<FormatError> {
  const error = await readAll(content, memory).then(
    () => new Error("was read"),
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(FormatError);
  return error as FormatError;
}

describe("a damaged QVD", () => {
  it("is not what the sound one is", async () => {
    expect(await readAll(whole)).toEqual([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 0],
      [-1, 1],
    ]);
  });

  it("is refused wherever it is cut off", async () => {
    for (let length = 0; length < whole.length; length += length < body ? 37 : 1)
      expect((await failure(whole.subarray(0, length))).kind).toBe("damaged");
  });

  it.each([
    ["another format", Buffer.from("PAR1 and more"), "does not begin with XML"],
    ["another XML", Buffer.from("<a></a>\0"), "its header is another XML"],
    ["an unclosed element", Buffer.from("<QvdTableHeader><Fields>\0"), "ends inside the element Fields"],
    ["a document type", Buffer.from('<!DOCTYPE x [<!ENTITY a "b">]><QvdTableHeader/>\0'), "document type"],
    ["elements without end", Buffer.from(`${"<a>".repeat(5000)}\0`), "too deep"],
    [
      "a header that is not UTF-8",
      Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e, 0]),
      "not UTF-8",
    ],
  ])("that is %s is refused by name", async (_, content, reason) => {
    expect((await failure(content)).reason).toContain(reason);
  });

  it.each<[string, RegExp, string, string, FormatError["kind"]]>([
    [
      "more records than bytes",
      /<NoOfRecords>5/,
      "<NoOfRecords>5000000000000",
      "bytes of records",
      "damaged",
    ],
    [
      "a record of a gigabyte",
      /<RecordByteSize>1/,
      "<RecordByteSize>1000000000",
      "RecordByteSize",
      "damaged",
    ],
    ["more values than bytes", /<NoOfSymbols>4/, "<NoOfSymbols>2000000000", "values of its field", "damaged"],
    ["values behind the end", /<Length>31/, "<Length>3100000000", "is cut off", "damaged"],
    ["a negative place", /<Offset>0/, "<Offset>-8", "Offset", "damaged"],
    ["a number that is none", /<BitWidth>3/, "<BitWidth>3e1", "BitWidth", "damaged"],
    ["a code of 65 bits", /<BitWidth>3/, "<BitWidth>65", "BitWidth", "damaged"],
    ["a code outside its record", /<BitOffset>3/, "<BitOffset>8", "lies behind them", "damaged"],
    ["too few values", /<NoOfSymbols>2/, "<NoOfSymbols>1", "bytes too many", "damaged"],
    ["a compression", /<Compression>/, "<Compression>zip", "is compressed (zip)", "unsupported"],
    ["no fields", /<QvdFieldHeader>[\s\S]*<\/QvdFieldHeader>/, "", "has no fields", "damaged"],
  ])("with %s is refused before anything is allocated for it", async (_, from, to, reason, kind) => {
    const changed = buildQvd("T", fields, (header) => header.replace(from, to));
    expect(changed.equals(whole)).toBe(false);
    expect(await failure(changed)).toMatchObject({ kind, reason: expect.stringContaining(reason) });
  });

  it.each([
    ["of an unknown type", body, 7, "unknown type 7", body],
    ["with a text that has no end", whole.length - 6, 1, "ends in a text", undefined],
    ["that is not UTF-8", body + 5 + 9 + 1, 0xc3, "not UTF-8", body + 5 + 9],
  ])("with a value %s tells its byte", async (_, at, byte, reason, offset) => {
    const spoilt = Buffer.from(whole);
    spoilt[at] = byte;
    const error = await failure(spoilt);
    expect(error.reason).toContain(reason);
    if (offset !== undefined) expect(error.offset).toBe(offset);
  });

  it("with a record that has no value tells its byte", async () => {
    const spoilt = Buffer.from(whole);
    spoilt[whole.length - 2] = 0xff;
    expect(await failure(spoilt)).toMatchObject({
      offset: whole.length - 2,
      reason: expect.stringContaining("none of"),
    });
  });

  it("is told from one with more different values than fit", async () => {
    expect((await failure(whole, 60)).kind).toBe("limit");
  });
});
