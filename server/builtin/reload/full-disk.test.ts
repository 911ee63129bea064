import { afterEach, expect, type TestContext, test, vi } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import { DEEP } from "@/server/testing/deep";
import { type SmallDisk, smallDisk } from "@/server/testing/small-disk";

const MEBIBYTE = 1024 * 1024;
/** A table that takes megabytes in the working file and sealed. */
const BIG = "LIB CONNECT TO 'main';\norders:\nSQL SELECT id, name AS country, amount FROM big;\n";
/** Room for the working file's beginning, and for all of it but what is sealed; in the long run also between. */
const LEFT = DEEP
  ? [0, 4096, ...Array.from({ length: 10 }, (_, i) => (i + 1) * 500_000)]
  : [16_384, 5_000_000];

let disk: SmallDisk | string | undefined;
let h: BuiltinHarness | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  if (typeof disk === "object") await disk.setReadOnly(false);
  await h?.close();
  if (typeof disk === "object") await disk.close();
});

async function opened(context: TestContext): Promise<{ disk: SmallDisk; w: World; h: BuiltinHarness }> {
  disk = await smallDisk(64 * MEBIBYTE);
  if (typeof disk === "string") return context.skip(disk);
  vi.stubEnv("TMPDIR", disk.folder);
  h = await openBuiltin();
  const w = new World(h);
  await w.prepare();
  const good = await w.reload();
  await w.publish(good.generationId);
  expect(await w.sum()).toBe(100);
  return { disk, w, h };
}

const applied = (w: World, script: string) =>
  w.platform.applyScript.apply(w.call(), { ...w.script(), script, tables: [] });

test("a reload whose disk is full ends with that reason and leaves nothing, the last good generation serves, and the next reload succeeds once there is room", async (context) => {
  const { disk, w, h } = await opened(context);
  await applied(w, BIG);
  for (const leave of LEFT) {
    await disk.fill(leave);
    expect(await w.reload()).toMatchObject({
      state: "failed",
      error: { code: "reload.disk_full", retryable: true, advice: expect.stringContaining("Free space") },
    });
    expect(await h.leftovers()).toEqual([]);
    expect(await w.sum()).toBe(100);
  }
  await disk.free();
  expect(await w.reload()).toMatchObject({ state: "succeeded", generation: { rows: 100_000 } });
}, 600_000);

test("a reload whose disk is read-only ends with that reason, the last good generation serves, and the next succeeds once it can be written", async (context) => {
  const { disk, w, h } = await opened(context);
  await applied(w, BIG);
  const other = new World(h);
  await other.prepare();
  await disk.setReadOnly(true);
  for (const world of [w, other])
    expect(await world.reload()).toMatchObject({
      state: "failed",
      error: {
        code: "generations.unwritable",
        message: expect.stringContaining("EROFS"),
        retryable: true,
        advice: expect.stringContaining("make the folder writable"),
      },
    });
  expect(await w.sum()).toBe(100);
  await disk.setReadOnly(false);
  expect(await h.leftovers()).toEqual([]);
  expect(await w.reload()).toMatchObject({ state: "succeeded", generation: { rows: 100_000 } });
  expect(await other.reload()).toMatchObject({ state: "succeeded", generation: { rows: 4 } });
}, 600_000);
