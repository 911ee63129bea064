import { readdir, readlink } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { buildQvd, type RawField } from "@/server/builtin/formats/qvd/testing/build-qvd";
import { type TestRun, testRun } from "../../../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

const COUNT = 9000;
const even = (count: number, of: number) => Array.from({ length: count }, (_, i) => i % of);

const FIELDS: RawField[] = [
  { name: "N", symbols: Array.from({ length: 100 }, (_, i) => i), records: even(COUNT, 100) },
  {
    name: "Name",
    symbols: ["", "twelve bytes", "thirteen byte", "ü".repeat(40), "z".repeat(5000)],
    records: even(COUNT, 5).map((i, row) => (row % 7 === 0 ? null : i)),
  },
  {
    name: "Mixed",
    symbols: [{ number: 1, text: "one, the first of all" }, "none", 2.5],
    records: even(COUNT, 3).map((i, row) => (row % 11 === 0 ? null : i)),
  },
];

async function open(content = buildQvd("T", FIELDS)): Promise<TestRun> {
  current = await testRun();
  await current.file("t.qvd", content);
  return current;
}

/** Files of the test's folder this process has open. */
async function openFiles(t: TestRun): Promise<string[]> {
  const places = await readdir("/proc/self/fd").catch(() => []);
  const paths = await Promise.all(places.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")));
  return paths.filter((path) => path.startsWith(t.folder));
}

describe("a QVD's columns", () => {
  it("say of every row what its records say, over many chunks", async () => {
    const t = await open();
    await t.run("T: LOAD * FROM [lib://Files/t.qvd] (qvd);");
    const wanted = Array.from({ length: COUNT }, (_, row) => {
      const [name, mixed] = [FIELDS[1]?.records[row], FIELDS[2]?.records[row]];
      const duals = [
        { num: 1, txt: "one, the first of all" },
        { num: null, txt: "none" },
        { num: 2.5, txt: "2.5" },
      ];
      return [
        String(row % 100),
        typeof name === "number" ? FIELDS[1]?.symbols[name] : null,
        typeof mixed === "number" ? duals[mixed] : null,
      ];
    });
    expect(JSON.stringify(await t.rows("T")) === JSON.stringify(wanted)).toBe(true);
    expect(await openFiles(t)).toEqual([]);
  });

  it("are read by statements that need none, some, or some twice", async () => {
    const t = await open();
    await t.run(`None: LOAD 'x' AS X FROM [lib://Files/t.qvd] (qvd);
      Counted: LOAD Count(1) AS Rows FROM [lib://Files/t.qvd] (qvd);
      Wanted: LOAD * INLINE [M\n7\n9];
      Some: LOAD N AS M, Len(Name) AS L FROM [lib://Files/t.qvd] (qvd) WHERE Exists(M, N);
      LEFT JOIN (Wanted) LOAD N AS M, Count(Name) AS Names FROM [lib://Files/t.qvd] (qvd) GROUP BY N;
      First: FIRST 3 LOAD RecNo() AS R, N AS FN FROM [lib://Files/t.qvd] (qvd);`);
    expect((await t.rows("None")).length).toBe(COUNT);
    expect(await t.rows("Counted")).toEqual([[String(COUNT)]]);
    const some = await t.rows("Some");
    expect(some.length).toBe(COUNT / 50);
    expect(some.slice(0, 3)).toEqual([
      ["7", "0"],
      ["9", "5000"],
      ["7", "13"],
    ]);
    expect((await t.rows("Wanted")).map(([m, names]) => `${m} ${names}`)).toEqual(["7 77", "9 78"]);
    expect(await t.rows("First")).toEqual([
      ["1", "0"],
      ["2", "1"],
      ["3", "2"],
    ]);
  });

  it("of long texts come in smaller chunks and are whole", async () => {
    const long = (letter: string, length: number) => letter.repeat(length);
    const records = even(150, 3);
    const t = await open(
      buildQvd("T", [
        { name: "A", symbols: [long("a", 200_000), "b", long("c", 70_000)], records },
        { name: "B", symbols: ["x", long("ä", 150_000), long("z", 90_000)], records: records.toReversed() },
        { name: "R", symbols: records.map((_, i) => i), records: records.map((_, i) => i) },
      ]),
    );
    await t.run(
      "T: LOAD R, Len(A) & Left(A, 1) & Right(A, 1) AS A, Len(B) & Left(B, 1) & Right(B, 1) AS B FROM [lib://Files/t.qvd] (qvd);",
    );
    const a = ["200000aa", "1bb", "70000cc"];
    const b = ["1xx", "150000ää", "90000zz"];
    const wanted = records.map((i, row) => [String(row), a[i], b[2 - i]]);
    expect(await t.rows("T")).toEqual(wanted);
  });

  it("are left when the run is stopped in the middle, and nothing stays open", async () => {
    const t = await open();
    const stop = new AbortController();
    Object.assign(t.host, {
      signal: stop.signal,
      progress: ({ bytes }: { bytes: number }) => bytes > 0 && stop.abort(new Error("stopped")),
    });
    const script = "T: LOAD N, IterNo() AS I FROM [lib://Files/t.qvd] (qvd) WHILE IterNo() <= 5000;";
    await expect(t.run(script)).rejects.toThrow("stopped");
    expect(await openFiles(t)).toEqual([]);
  });

  it("that are damaged far inside are refused with file and byte, and nothing stays open", async () => {
    const content = buildQvd("T", FIELDS);
    const bytes = 2;
    const at = content.length - 10 * bytes;
    content[at] = 0xff;
    const t = await open(content);
    await expect(t.run("T: LOAD * FROM [lib://Files/t.qvd] (qvd);")).rejects.toMatchObject({
      code: "script.file",
      message: expect.stringContaining(`(at byte ${at.toLocaleString("en")})`),
      options: { params: { file: "t.qvd", offset: at } },
    });
    expect(await openFiles(t)).toEqual([]);
    const { tables } = await t.run("T: LOAD Name FROM [lib://Files/t.qvd] (qvd);");
    expect(tables.map((table) => table.name)).toEqual(["T"]);
  });
});
