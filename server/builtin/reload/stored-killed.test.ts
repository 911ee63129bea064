import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { times } from "@/server/testing/deep";
import { SALES, SalesApp } from "./testing/sales";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

const listed = (app: SalesApp) => readdir(app.folder).catch(() => []);

test("a reload that is killed while it stores leaves the file of before and nothing else", async () => {
  const app = await SalesApp.open(h);
  await app.load();
  let caught = 0;
  for (let round = 0; round < times(3); round++) {
    const before = await readFile(app.file);
    const spec = app.world.reloadSpec();
    await h.platform.startReload.apply(app.world.call(), spec);
    while (h.platform.running(spec.reload)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const names = await listed(app);
      const { pid } = h.platform.running(spec.reload) ?? {};
      if (pid && names.some((name) => name !== "sales.qvd")) {
        process.kill(pid, "SIGKILL");
        break;
      }
    }
    const end = await app.world.ended(spec.reload);
    if (end.interrupted) caught++;
    while (h.platform.running(spec.reload)) await new Promise((resolve) => setImmediate(resolve));
    expect(await listed(app)).toEqual(["sales.qvd"]);
    if (end.interrupted) expect((await readFile(app.file)).equals(before)).toBe(true);
  }
  expect(caught).toBeGreaterThan(0);
  expect(await app.load()).toMatchObject({ state: "succeeded" });
});

test("what a portal that died left of a STORE is gone before the next reload, files of others stay", async () => {
  const app = await SalesApp.open(h);
  await mkdir(join(app.folder, "deep"), { recursive: true });
  const left = ["~storing.1.abc", "~storing.1.abc.0f0f.part", "deep/~storing.99.x_-.0f.symbols"];
  for (const name of [...left, "~storing.txt", "deep/mine.qvd.part"])
    await writeFile(join(app.folder, name), "x");
  await h.restart();
  expect(await app.load()).toMatchObject({ generation: { rows: SALES + 61 } });
  const names = (await readdir(app.folder, { recursive: true })).sort();
  expect(names).toEqual(["deep", "deep/mine.qvd.part", "sales.qvd", "~storing.txt"]);
});

test("no script sees a file that is not stored to its end", async () => {
  const app = await SalesApp.open(h, "T: LOAD * FROM [lib://Stored/*] (csv, embedded labels);");
  await mkdir(app.folder, { recursive: true });
  await writeFile(join(app.folder, "a.csv"), "A\n1\n");
  await writeFile(join(app.folder, `~storing.${process.pid}.abc`), "A\n2\n");
  expect(await app.load()).toMatchObject({ generation: { rows: 1 } });
});
