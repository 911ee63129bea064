import { readdir } from "node:fs/promises";
import { afterEach, expect, type TestContext, test, vi } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { DEEP } from "@/server/testing/deep";
import { type SmallDisk, smallDisk } from "@/server/testing/small-disk";
import { partialSales, SALES, SalesApp } from "./testing/sales";

/** Room for nothing, for a part of what the reload starts from or of its STORE, and for all but what is sealed. */
const LEFT = DEEP
  ? Array.from({ length: 40 }, (_, i) => i * 100_000)
  : [0, 800_000, 1_100_000, 1_500_000, 2_000_000];

let disk: SmallDisk | string | undefined;
let h: BuiltinHarness | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await h?.close();
  if (typeof disk === "object") await disk.close();
});

async function fillsUp(context: TestContext, over: { partial?: true }): Promise<void> {
  disk = await smallDisk(96 * 2 ** 20);
  if (typeof disk === "string") return context.skip(disk);
  vi.stubEnv("TMPDIR", disk.folder);
  h = await openBuiltin();
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  await app.load();
  const [answers, generations] = [await app.answers(), await app.generations()];
  let failed = 0;
  for (const leave of LEFT) {
    await disk.fill(leave);
    const done = await app.world.reload(app.world.reloadSpec(over));
    if (done.state === "succeeded") break;
    failed++;
    expect(done).toMatchObject({
      state: "failed",
      error: { code: "reload.disk_full", retryable: true, advice: expect.stringContaining("Free space") },
    });
    expect(await h.leftovers()).toEqual([]);
    expect(await readdir(app.folder)).toEqual(["sales.qvd"]);
    expect(await app.generations()).toEqual(generations);
    expect(await app.answers()).toEqual(answers);
  }
  expect(failed).toBeGreaterThan(1);
  await disk.free();
  const next = await app.load(over);
  expect(next.generation?.rows).toBeGreaterThan(SALES + 1200);
}

test("where the disk is full while rows are added to a QVD, those published stay and the next reload goes on", async (context) => {
  await fillsUp(context, {});
}, 600_000);

test("where the disk is full while rows are added beside the data before, those stay and the next reload goes on", async (context) => {
  await fillsUp(context, { partial: true });
}, 600_000);
