import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildQvd } from "./testing/build-qvd";
import { writeColumns } from "./testing/columns";
import { extendPath } from "./testing/extend-path";
import {
  type Change,
  columnOf,
  extensionOf,
  type Rows,
  rowsOf,
  text,
  upTo,
  value,
} from "./testing/extension";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-extend-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (table: Rows[]) => writeColumns(join(folder, "old.qvd"), "T", table.map(columnOf));

describe("a QVD is left to be written as a whole", () => {
  const table = [rowsOf(upTo(8, (i) => i % 4)), rowsOf(upTo(8, text), "G")];
  const extension = () => extensionOf(table, { leftOut: [1], added: [[value(9)], [value("new")]] });

  /** Tries it, and makes sure that nothing was written. */
  async function tryOn(from: string, what = extension()): Promise<boolean> {
    const before = await readdir(folder);
    const isDone = await extendPath(from, join(folder, "new.qvd"), what);
    if (!isDone) expect(await readdir(folder)).toEqual(before);
    return isDone;
  }

  it("not where everything is as it is to be", async () => {
    expect(await tryOn(await write(table))).toBe(true);
  });

  it.each<[string, () => ReturnType<typeof extension>]>([
    ["other fields are asked for", () => ({ ...extension(), fields: extension().fields.toReversed() })],
    ["fewer fields are asked for", () => ({ ...extension(), fields: extension().fields.slice(1) })],
    ["more than a quarter is left out", () => extensionOf(table, { leftOut: [0, 1, 2] })],
    [
      "more than a quarter is added",
      () => extensionOf(table, { added: [upTo(3).map(value), upTo(3).map(value)] }),
    ],
    ["a value that is gone was never there", () => withValues("gone", [17])],
    ["a value is told twice", () => withValues("values", [17, 17])],
    ["a text holds a NUL", () => withValues("values", [null], ["a\0b"])],
  ])("where %s", async (_, what) => {
    expect(await tryOn(await write(table), what())).toBe(false);
  });

  function withValues(part: "values" | "gone", numbers: (number | null)[], texts: string[] | null = null) {
    const [first, ...others] = extension().fields;
    return { ...extension(), fields: [{ ...first!, [part]: { numbers, texts } }, ...others] };
  }

  it("where another program wrote it", async () => {
    const path = join(folder, "old.qvd");
    const fields = [
      { name: "F", symbols: [0, 1, 2, 3], records: upTo(8, (i) => i % 4) as number[] },
      { name: "G", symbols: upTo(8, text) as string[], records: upTo(8) as number[] },
    ];
    await writeFile(path, buildQvd("T", fields));
    expect(await tryOn(path)).toBe(false);
  });

  it("where a value that is added is there twice", async () => {
    const [first, ...others] = table.map(columnOf);
    const holding = (...numbers: number[]) =>
      writeColumns(join(folder, "old.qvd"), "T", [
        { ...first!, values: upTo(4, (i) => numbers[i] ?? null).map((plain) => value(plain)!) },
        ...others,
      ]);
    expect(await tryOn(await holding(0, 9, 9, 3))).toBe(false);
    expect(await tryOn(await holding(0, 9, 2, 3))).toBe(true);
  });

  it.each([
    ["another bias", /<Bias>0</, "<Bias>1<"],
    ["a wider code", /<BitWidth>3</, "<BitWidth>4<"],
    ["values in another order", /<Offset>20</, "<Offset>10<"],
    ["a compression", /<Compression></, "<Compression>zip<"],
    ["more bytes of values than values", /<NoOfSymbols>8</, "<NoOfSymbols>7<"],
    ["a comment", /<Comment></, "<Comment>mine<"],
  ])("where it has %s", async (_, from, to) => {
    const path = await write(table);
    const whole = await readFile(path);
    const end = whole.indexOf(0);
    const header = whole.toString("utf8", 0, end);
    expect(header.replace(from, to)).not.toBe(header);
    await writeFile(path, Buffer.concat([Buffer.from(header.replace(from, to)), whole.subarray(end)]));
    expect(await tryOn(path)).toBe(false);
  });

  it("where it is damaged, wherever that is seen", async () => {
    const path = await write(table);
    const whole = await readFile(path);
    const body = whole.indexOf(0) + 1;
    for (const [at, byte] of [
      [body, 7],
      [body + 20, 0],
      [body + 21, 0x80],
      [whole.length - 9, 1],
      [3, 0],
    ] as const) {
      const spoilt = Buffer.from(whole);
      spoilt[at] = byte;
      await writeFile(path, spoilt);
      expect(await tryOn(path)).toBe(false);
    }
    await writeFile(path, whole.subarray(0, -1));
    expect(await tryOn(path)).toBe(false);
  });
});

describe("an extension that fails", () => {
  const table = [rowsOf(upTo(8))];
  const extension = (change: Change = {}) => extensionOf(table, change);

  it("leaves the old file and nothing else", async () => {
    const from = await write(table);
    const before = await readFile(from);
    await mkdir(join(folder, "taken"));
    await expect(extendPath(from, join(folder, "taken"), extension())).rejects.toThrow(/EISDIR|EPERM/);
    await expect(extendPath(join(folder, "none"), from, extension())).rejects.toThrow("ENOENT");
    expect((await readdir(folder)).toSorted()).toEqual(["old.qvd", "taken"]);
    expect((await readFile(from)).equals(before)).toBe(true);
  });

  it.each<[string, Partial<ReturnType<typeof extension>>]>([
    ["descending records", { leftOut: Int32Array.of(2, 1) }],
    ["a record twice", { leftOut: Int32Array.of(2, 2) }],
    ["a record behind the last", { leftOut: Int32Array.of(8) }],
    ["too few rows of a field", { added: 1 }],
  ])("says so of %s", async (_, change) => {
    const from = await write(table);
    await expect(extendPath(from, from, { ...extension(), ...change })).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["old.qvd"]);
  });

  it("says so of a code that has no value", async () => {
    const from = await write(table);
    const [field] = extension({ added: [[value(9)]] }).fields;
    const wrong = { ...extension(), added: 1, fields: [{ ...field!, codes: Int32Array.of(1) }] };
    await expect(extendPath(from, from, wrong)).rejects.toThrow("has the value 1");
    expect(await readdir(folder)).toEqual(["old.qvd"]);
  });

  it("says so of a value that is told to be gone, where it sees that a record has it", async () => {
    const from = await write(table);
    const [field] = extension({ added: [[null]] }).fields;
    const fields = [{ ...field!, gone: { numbers: [6, 7], texts: null } }];
    await expect(extendPath(from, from, { ...extension(), added: 1, fields })).rejects.toThrow("gone");
    expect(await readdir(folder)).toEqual(["old.qvd"]);
  });
});
