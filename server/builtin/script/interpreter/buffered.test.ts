import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { NOW } from "../testing/evaluate";
import { type TestRun, testRun } from "../testing/host";

let current: TestRun | undefined;
afterEach(() => current?.close());

/** A host with a space of its own for what is stored. */
async function start(): Promise<TestRun> {
  const t = await testRun({
    source: "CREATE TABLE s AS SELECT 1 AS id, true AS ok, DATE '2024-01-31' AS day",
  });
  const { files, target } = t.host;
  const place = (path: string) => join(t.folder, path.replace(/^lib:\/\/Stored\/buffers\//, ""));
  t.host.files = async (path) => {
    if (!path.startsWith("lib://Stored/")) return files(path);
    const names = path.endsWith("*.qvd") ? await buffers(t) : [path.replace(/^.*\//, "")];
    const found = await Promise.all(
      names.map(async (name) => {
        const lib = `lib://Stored/buffers/${name}`;
        const facts = await stat(place(lib)).catch(() => null);
        return facts ? [{ path: place(lib), lib, bytes: facts.size, modified: facts.mtime }] : [];
      }),
    );
    return found.flat();
  };
  t.host.target = async (path) => (path.startsWith("lib://Stored/") ? place(path) : target(path));
  current = t;
  return t;
}

const buffers = async (t: TestRun) => (await readdir(t.folder)).filter((name) => name.endsWith(".qvd"));
const touch = async (t: TestRun, hoursAgo: number) => {
  const time = new Date(NOW.getTime() - hoursAgo * 3_600_000);
  for (const name of await buffers(t)) await utimes(join(t.folder, name), time, time);
};

describe("BUFFER", () => {
  const script = (table: string, options = "") =>
    `LIB CONNECT TO 'Source'; ${table}: BUFFER ${options} LOAD *, id + 1 AS next; SQL SELECT * FROM s;`;

  it("keeps a SELECT's rows and gives the same from then on, without asking again", async () => {
    const t = await start();
    const first = await t.run(script("A"));
    const second = await t.run(script("B"));
    expect(t.session.queries.length).toBe(1);
    expect(second.tables[0]?.fields).toEqual(first.tables[0]?.fields);
    expect(await t.rows("B")).toEqual(await t.rows("A"));
    expect(await t.rows("A")).toEqual([["1", "-1", "2024-01-31", "2"]]);
  });

  it("asks again when it is stale, or the statement is another", async () => {
    const t = await start();
    await t.run(script("A", "(STALE AFTER 2 DAYS)"));
    await touch(t, 47);
    await t.run(script("B", "(STALE AFTER 2 DAYS)"));
    expect(t.session.queries.length).toBe(1);
    await touch(t, 49);
    await t.run(script("C", "(stale 2 days)"));
    expect(t.session.queries.length).toBe(2);
    await t.run(script("D").replace("id + 1", "id + 2"));
    await t.run(`SET DateFormat = 'DD.MM.YYYY'; ${script("E")}`);
    expect(t.session.queries.length).toBe(4);
  });

  it("removes what nobody has read for a month when it keeps something new", async () => {
    const t = await start();
    await t.run(script("A"));
    await touch(t, 31 * 24);
    await t.run(script("B"));
    await t.run(script("C").replace("id + 1", "id + 2"));
    expect((await buffers(t)).length).toBe(2);
    await touch(t, 31 * 24);
    await t.run(script("D").replace("id + 1", "id + 3"));
    expect((await buffers(t)).length).toBe(1);
  });

  it("is not served when a byte of the kept file is flipped or missing, wherever: the source is asked again", async () => {
    const t = await start();
    const many = (table: string) =>
      `LIB CONNECT TO 'Source'; ${table}: NOCONCATENATE BUFFER SQL SELECT id, sqrt(n) AS x FROM s, range(4000) AS r(n);`;
    await t.run(many("A"));
    const kept = async () => join(t.folder, (await buffers(t))[0] ?? "");
    const whole = await readFile(await kept());
    expect(whole.length).toBeGreaterThan(40_000);
    const places = Array.from({ length: Math.ceil(whole.length / 4096) }, (_, i) => i * 4096);
    const damaged = places.flatMap((at) => {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8((whole[at] ?? 0) ^ 1, at);
      return [flipped, whole.subarray(0, at)];
    });
    for (const [i, content] of damaged.entries()) {
      await writeFile(await kept(), content);
      await t.run(many(`B${i}`));
      expect(t.session.queries.length, `damage ${i}`).toBe(i + 2);
      expect(await buffers(t)).toHaveLength(1);
      await t.db.run(`DROP TABLE "B${i}"`);
    }
    expect(t.logs.filter((l) => l.includes("The kept file is damaged"))).toHaveLength(damaged.length);
  });

  it("keeps what was read from files", async () => {
    const t = await start();
    await t.file("a.csv", "n\n1\n");
    await t.run("A: BUFFER LOAD n FROM [lib://Files/a.csv] (csv);");
    await t.file("a.csv", "n\n2\n");
    await t.run("B: NOCONCATENATE BUFFER (stale after 1 hours) LOAD n FROM [lib://Files/a.csv] (csv);");
    expect(await t.rows("B")).toEqual([["1"]]);
  });

  it.each([
    ["BUFFER (INCREMENTAL) LOAD n FROM [lib://Files/a.csv] (csv);", "INCREMENTAL"],
    ["T: LOAD 1 AS n AUTOGENERATE 1; B: BUFFER LOAD n RESIDENT T;", "BUFFER before a LOAD of no file"],
    ["BUFFER LOAD ApplyMap('M', n) AS m FROM [lib://Files/a.csv] (csv);", "ApplyMap() together with BUFFER"],
  ])("%s is refused by name", async (text, message) => {
    const t = await start();
    await expect(t.run(text)).rejects.toMatchObject({
      code: "script.unsupported",
      message: expect.stringContaining(message),
    });
    expect(await buffers(t)).toEqual([]);
  });
});
