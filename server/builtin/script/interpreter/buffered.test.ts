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
    ["BUFFER (INCREMENTAL) SQL SELECT * FROM s;", "of anything but a text file"],
    ["BUFFER (INCREMENTAL) LOAD n FROM [lib://Files/a.qvd] (qvd);", "of anything but a text file"],
    ["BUFFER (INCREMENTAL) LOAD DISTINCT n FROM [lib://Files/a.csv] (csv);", "with DISTINCT"],
    ["BUFFER (INCREMENTAL) LOAD Sum(n) AS s FROM [lib://Files/a.csv] (csv);", "with Sum()"],
    ["BUFFER (INCREMENTAL) LOAD RecNo() AS r FROM [lib://Files/a.csv] (csv);", "with RecNo()"],
    ["BUFFER (INCREMENTAL) LOAD n FROM [lib://Files/a.csv] (csv) ORDER BY n;", "ORDER BY"],
    ["BUFFER (INCREMENTAL) LOAD n FROM [lib://Files/none_*.csv] (csv);", "of 0 files"],
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

describe("BUFFER (INCREMENTAL)", () => {
  const load = (table: string, options = "INCREMENTAL") =>
    `${table}: NOCONCATENATE BUFFER (${options}) LOAD id, Upper(name) AS name, amount * 2 AS twice, Text(amount) AS text FROM [lib://Files/a.csv] (csv) WHERE id <> 3;`;
  const plain = (table: string) => load(table).replace("BUFFER (INCREMENTAL)", "");
  const appended = (t: TestRun) => t.logs.filter((l) => l.includes("appended rows")).length;
  const head = "id,name,amount\n1,ann,1.5\n2,ben,2.25\n";

  it("reads only the lines appended to a growing file, and the rows are those of the whole file", async () => {
    const t = await start();
    let text = head;
    for (const [i, more] of ["", "3,left out,1\n4,cleo,0.5\n", "", "5,dan,7.75\n6,eve,8.5\n"].entries()) {
      text += more;
      await t.file("a.csv", text);
      await t.run(load(`A${i}`));
      await t.run(plain(`B${i}`));
      expect(await t.rows(`A${i}`)).toEqual(await t.rows(`B${i}`));
    }
    expect(appended(t)).toBe(2);
    expect(t.logs.filter((l) => l.includes("Read from the buffer"))).toHaveLength(1);
    expect(await buffers(t)).toHaveLength(1);
  });

  it.each([
    ["was changed before its end", head.replace("ann", "tom"), "4,cleo,0.5\n"],
    ["is shorter than it was", "id,name,amount\n1,ann,1.5\n", ""],
    ["has texts in a column of numbers from now on", head, "4,cleo,many\n"],
    ["has other labels", head.replace("amount", "more,amount"), "4,cleo,0.5,1\n"],
  ])("a file that %s is read whole", async (_, changed, more) => {
    const t = await start();
    await t.file("a.csv", head);
    await t.run(load("A"));
    await t.file("a.csv", changed + more);
    await t.run(`${load("B")} ${plain("C")}`);
    expect(await t.rows("B")).toEqual(await t.rows("C"));
    expect(appended(t)).toBe(0);
  });

  it("a last line that may still go on is read again", async () => {
    const t = await start();
    await t.file("a.csv", `${head}4,cle`);
    await t.run(load("A"));
    await t.file("a.csv", `${head}4,cleo,0.5\n`);
    await t.run(`${load("B")} ${plain("C")}`);
    expect(await t.rows("B")).toEqual(await t.rows("C"));
  });

  it("files without labels and with lines before them are cut as the whole is", async () => {
    const t = await start();
    const statement = (table: string, buffer: string) =>
      `${table}: NOCONCATENATE ${buffer} LOAD @1 AS a, @2 AS b FROM [lib://Files/a.csv] (txt, no labels, delimiter is ';', header is 1 lines);`;
    await t.file("a.csv", "written by hand\n1;x\n2;y\n");
    await t.run(statement("A", "BUFFER (INCREMENTAL, STALE AFTER 2 DAYS)"));
    await t.file("a.csv", 'written by hand\n1;x\n2;y\n3;"z;\n1"\n');
    await t.run(statement("B", "BUFFER (INCREMENTAL, STALE AFTER 2 DAYS)"));
    await t.run(statement("C", ""));
    expect(await t.rows("B")).toEqual(await t.rows("C"));
    expect(appended(t)).toBe(1);
    await touch(t, 49);
    await t.file("a.csv", "written by hand\n1;x\n2;y\n3;z\n4;z\n");
    await t.run(statement("D", "BUFFER (INCREMENTAL, STALE AFTER 2 DAYS)"));
    expect(appended(t)).toBe(1);
  });
});
