import { afterEach, expect, test, vi } from "vitest";
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
  await h?.close();
  if (typeof disk === "object") await disk.close();
});

test("a reload whose disk is full ends with that reason and leaves nothing, the last good generation serves, and the next reload succeeds once there is room", async (context) => {
  disk = await smallDisk(64 * MEBIBYTE);
  if (typeof disk === "string") return context.skip(disk);
  vi.stubEnv("TMPDIR", disk.folder);
  h = await openBuiltin();
  const w = new World(h);
  await w.prepare();
  const good = await w.reload();
  await w.publish(good.generationId);
  expect(await w.sum()).toBe(100);

  await w.platform.applyScript.apply(w.call(), { ...w.script(), script: BIG, tables: [] });
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
