import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { partialSales, SalesApp } from "@/server/builtin/reload/testing/sales";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { DEEP } from "@/server/testing/deep";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

/** Where a byte is changed; each 4 kB in the long run. */
function places(bytes: number): number[] {
  const step = DEEP ? 4096 : Math.ceil(bytes / 12);
  const inside = Array.from({ length: Math.floor(bytes / step) }, (_, i) => i * step + ((i * 977) % step));
  return [...new Set([0, 4, 9, 12, 30, ...inside, bytes - 17, bytes - 1])].filter((at) => at < bytes);
}

test("a byte flipped anywhere in a generation, its changes or their base is refused before a question is answered", async () => {
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  const { generationId } = await app.load({ partial: true });
  const names = await app.generations();
  expect(names).toContain(`${generationId}.base`);
  const folder = join(h.folder, "generations", app.world.tenant.id, app.world.app);
  for (const ending of ["tgen", "base"]) {
    const path = join(folder, `${generationId}.${ending}`);
    const sound = await readFile(path);
    // Its other names keep the sound bytes.
    await rm(path);
    for (const at of places(sound.length)) {
      const flipped = Buffer.from(sound);
      flipped.writeUInt8(flipped.readUInt8(at) ^ (1 << (at % 8)), at);
      await writeFile(path, flipped);
      await expect(app.answers(), `${ending} at ${at}`).rejects.toMatchObject({
        code: "generations.damaged",
      });
    }
    await writeFile(path, sound);
  }
  const measures = ["Count(distinct id)"];
  const { rows } = await h.platform.query(app.world.tenant, app.world.app, { dimensions: [], measures });
  expect(rows).toEqual([[12_003]]);
});
