import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { QvdFile } from "@/server/builtin/formats/qvd/file";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import type { World } from "@/server/platform/contract/world";
import { SALES, SalesApp, salesScript } from "./testing/sales";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin({ maxReloads: 2 });
});
afterAll(() => h.close());

/** Another app of the same tenant, with the same script. */
async function second({ world }: SalesApp): Promise<string> {
  const app = `${world.app}b`;
  await h.platform.importApp.apply(world.call(), world.appSpec({ app }));
  const script = { ...world.script(), app, script: salesScript(), tables: [] };
  await h.platform.applyScript.apply(world.call(), script);
  return app;
}

async function loadAs(app: string, world: World) {
  const done = await world.reload(world.reloadSpec({ app }));
  expect(done).toMatchObject({ state: "succeeded" });
  const input = { app, space: "Live", generation: done.generationId, version: "1.0.0" };
  await h.platform.publish.apply(world.call(), input);
  return done;
}

test("two apps that store the same QVD in turns go on with what the other one stored", async () => {
  const one = await SalesApp.open(h);
  const { world } = one;
  const other = await second(one);
  let rows = SALES;
  await loadAs(world.app, world);
  for (const app of [other, world.app, other, other, world.app]) {
    rows += 1200;
    const done = await loadAs(app, world);
    expect(done.generation?.rows).toBe(rows + 61);
  }
  // Only who stored it last takes it over.
  expect((await one.load()).taken).toBe(true);
});

test("two apps that store the same QVD at once each have what they read, and the file is one of theirs", async () => {
  const one = await SalesApp.open(h);
  const { world } = one;
  const other = await second(one);
  await loadAs(world.app, world);
  for (let round = 0; round < 3; round++) {
    const before = await recordsOf(one.file);
    const both = await Promise.all([loadAs(world.app, world), loadAs(other, world)]);
    const rows = both.map(({ generation }) => (generation?.rows ?? 0) - 61).sort();
    const after = await recordsOf(one.file);
    expect(rows).toContain(after);
    for (const found of rows) expect([before + 1200, before + 2400]).toContain(found);
    expect(await readdir(one.folder)).toEqual(["sales.qvd"]);
  }
  const last = await loadAs(other, world);
  expect((last.generation?.rows ?? 0) - 61).toBe(await recordsOf(one.file));
});

async function recordsOf(path: string): Promise<number> {
  const file = await QvdFile.open(path);
  await file.close();
  return file.header.records;
}
