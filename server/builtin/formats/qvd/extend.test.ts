import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_FORMAT, writeColumns } from "./testing/columns";
import { expectExtended } from "./testing/expect-extended";
import { type Change, columnOf, type Plain, type Rows, rowsOf, text, upTo, value } from "./testing/extension";
import { QvdWriter } from "./writer";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qvd-extend-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (table: Rows[]) => writeColumns(join(folder, "old.qvd"), "T", table.map(columnOf));

/** Changes a file and compares it with what our writer makes of the same rows. */
async function extend(table: Rows[], change: Change, to = "new.qvd"): Promise<void> {
  const from = await write(table);
  await expectExtended(from, join(folder, to), table, change);
  expect((await readdir(folder)).filter((name) => !name.endsWith(".qvd"))).toEqual([]);
}

const same = upTo(8, () => "k");

describe("a QVD is extended", () => {
  it.each<[string, Plain[], number[], Plain[]]>([
    ["nothing left out and nothing added", [1, 2, 1, null], [], []],
    ["no records", [], [], []],
    ["a known value", [1, 2, 1, 2], [], [2]],
    ["a new value within the width", [1, 2, 3, 1], [], [4]],
    ["a new value beyond the width", [1, 2, 3, 4], [], [5]],
    ["the first NULL", upTo(8), [], [null, 3]],
    ["the first NULL within the width", upTo(6, (i) => i % 5), [], [null]],
    ["another NULL", [1, null, 2, 3], [], [null]],
    ["NULL alone, again", [null, null, null, null], [], [null]],
    ["a value after NULL alone", [null, null, null, null], [], [7]],
    ["the one value again", same, [2], ["k", "k"]],
    ["a second value beside the one", same, [], ["l"]],
    ["NULL beside the one value", same, [0], [null]],
    ["a value in the place of one that is gone", upTo(8), [3], [100]],
    ["a longer text in the place of one that is gone", upTo(8, text), [0, 4], ["a much longer text", ""]],
    ["more new values than are gone", upTo(8, text), [5], ["x", "y"]],
    ["values that are gone, and no new ones", upTo(12, text), [1, 4, 11], []],
    ["values beside NULL that are gone, and no new ones", [null, ...upTo(12, text)], [1, 4], []],
    ["a value that is gone, and a narrower width", upTo(9), [4], []],
    ["the last values gone: no code changes", upTo(16), [14, 15], []],
    [
      "more values gone than new, and known ones that move",
      upTo(12, text),
      [0, 1, 2],
      ["new", text(11), text(10)],
    ],
    ["all values gone but NULL", [null, null, null, "x"], [3], [null]],
    ["the value of a text that is not ASCII gone", ["a", "b", "ü", "c"], [2], []],
    ["a first text that is not ASCII", ["a", "b", "日本", "c"], [], ["ß 𝄞"]],
    ["a number among texts", upTo(4, text), [], [1]],
    ["the number among texts gone", ["a", "b", 1, "c"], [2], []],
    ["a first fraction", upTo(4), [], [0.5]],
    ["the only fraction gone", [1, 2.5, 3, 4], [1], []],
    ["whole numbers beyond 32 bits", [2 ** 31, -(2 ** 31), 2 ** 53, 1], [], [2 ** 31 - 1]],
    ["-0 beside 0", [0, 1, 2, 3], [], [-0]],
    ["-0 in the place of 0", [0, 1, 2, 3], [0], [-0]],
    ["doubles", upTo(40, (i) => i / 64), [7], [7 / 64, 0.1, 1e-300]],
    ["duals of one number", [[1, "one"], [1, "eins"], 1, "one"], [], [[1, "uno"]]],
    [
      "duals gone and new",
      [
        [1.5, "ü"],
        [2, "b"],
        [2 ** 40, ""],
        [1, "one"],
      ],
      [0],
      [[1.5, "u"]],
    ],
    ["an empty text", ["", "a", "b", "c"], [0], ["d"]],
    ["many values, few gone", upTo(10_000), [0, 4095, 4096, 9_999], [10_000, 5]],
    [
      "many values, many gone",
      upTo(10_000, text),
      upTo(2_500, (i) => i * 4) as number[],
      ["new", text(9_999)],
    ],
    [
      "many values, the last ones gone",
      upTo(10_000),
      upTo(2_500, (i) => 7_500 + i) as number[],
      upTo(100, (i) => -i - 1),
    ],
  ])("by %s", async (_, before, leftOut, added) => {
    const table = [
      rowsOf(
        upTo(before.length, (i) => i % 3),
        "before",
      ),
      rowsOf(before),
      rowsOf(upTo(before.length, text), "behind"),
    ];
    const more = [
      added.map(() => value(1)),
      added.map(value),
      added.map((_plain, i) => value(text(leftOut[i] ?? -i - 1))),
    ];
    await extend(table, { leftOut, added: more, at: "behind" });
    await extend(table, { leftOut, added: more, at: "front" }, "old.qvd");
  });

  it("keeps formats, and tags that go by them", async () => {
    const format = { type: "DATE", decimals: 0, format: "DD.MM.YYYY", decimalSep: "", thousandSep: "" };
    const days = upTo(8, (i) => [42_000 + i, `day ${i}`]);
    const table = [{ ...rowsOf(days), format }];
    await extend(table, { leftOut: [3], added: [[value([42_000.5, "noon"]), value([1, "new"])]] });
  });

  it.each([
    ["laid out as before", 70_000],
    ["laid out anew", 65_536],
  ])("of many records, %s", async (_, values) => {
    const rows = upTo(70_000, (i) => i % values);
    const leftOut = [3, 65_534, 65_535, 65_536, 65_537, 69_999];
    const added = upTo(17_000, (i) => (i % 2 === 0 ? 70_000 + (i % 3) : i));
    await extend([rowsOf(rows)], { leftOut, added: [added.map(value)] });
  });

  it("that holds no value, of a field that was not said to be NULL", async () => {
    const path = join(folder, "old.qvd");
    const about = { tableName: "T", createdUtc: "2026-01-02 03:04:05", records: 4 };
    const writer = await QvdWriter.create(path, about);
    await writer.field({ name: "F", format: NO_FORMAT, nullable: false }, (async function* () {})());
    await writer.beginRecords();
    await writer.records(4, [[0, 0, 0, 0]]);
    await writer.finish();
    await expectExtended(path, path, [rowsOf([null, null, null, null])], { added: [[value(7)]] });
  });
});
