import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { refused } from "@/server/platform/contract/world";
import { partialSales, SALES, SalesApp, salesScript } from "./testing/sales";

let h: BuiltinHarness;
afterEach(() => h.close());

const old = { id: "dek_1", bytes: Buffer.alloc(32, 7) };
const turned = { id: "dek_2", bytes: Buffer.alloc(32, 9) };
const ROWS = (runs: number) => SALES + runs * 1200 + 61;

test("after the tenant's data key was turned all is read, and a partial reload says why it cannot be", async () => {
  let key = old;
  h = await openBuiltin({ keyring: { tenantKey: async () => key } });
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  expect((await app.load()).taken).toBe(true);

  key = turned;
  await refused(app.world.reload(app.world.reloadSpec({ partial: true })), "platform.conflict");
  const done = await app.world.reload();
  expect(done).toMatchObject({ state: "succeeded", generation: { rows: ROWS(2), keyId: "dek_2" } });
  expect(await app.tookOver(done.id)).toBe(false);
  expect(await app.generations()).not.toContain(`${done.generationId}.base`);
  expect(await h.leftovers()).toEqual([]);
});

test("a key that is turned while a reload waits has it begin anew", async () => {
  let key = old;
  h = await openBuiltin({ keyring: { tenantKey: async () => key } });
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  const spec = app.world.reloadSpec();
  await h.platform.startReload.apply(app.world.call(), spec);
  key = turned;
  const done = await app.world.ended(spec.reload);
  expect(done).toMatchObject({ state: "succeeded", generation: { rows: ROWS(1) } });
});

test("with a smaller plan rows are still taken over, and added to", async () => {
  h = await openBuiltin();
  const app = await SalesApp.open(h, partialSales());
  const limits = { rows: 1e6, seconds: 60, storageMb: 100 };
  await app.load({ limits: { ...limits, memoryMb: 2048 } });
  await app.load({ limits: { ...limits, memoryMb: 2048 } });
  const small = { limits: { ...limits, memoryMb: 256 } };
  expect(await app.load(small)).toMatchObject({ taken: true, generation: { rows: ROWS(2) } });
  expect(await app.load({ ...small, partial: true })).toMatchObject({ generation: { rows: ROWS(2) + 3 } });
});

test("another version of the template takes over what its script still reads alike, and reads what it does not", async () => {
  h = await openBuiltin();
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  const upgrade = (script: string) =>
    h.platform.applyScript.apply(app.world.call(), { ...app.world.script(), script, tables: [] });
  await upgrade(`${partialSales()}\nMore: LOAD 1 AS one AUTOGENERATE 1;`);
  await refused(app.world.reload(app.world.reloadSpec({ partial: true })), "platform.conflict");
  expect(await app.load()).toMatchObject({ taken: true, generation: { rows: ROWS(1) + 1 } });
  const other = salesScript().replace("CONCATENATE (Sales) LOAD *", "CONCATENATE (Sales) LOAD *, 1 AS old");
  await upgrade(other);
  expect(await app.load()).toMatchObject({ taken: false, generation: { rows: ROWS(2) } });
});

test("where the data it would start from are swept, a reload of all reads, and a partial one fails by name", async () => {
  h = await openBuiltin();
  const app = await SalesApp.open(h, partialSales());
  await app.load();
  const folder = join(h.folder, "generations", app.world.tenant.id, app.world.app);
  const swept = async (partial: boolean) => {
    const spec = app.world.reloadSpec(partial ? { partial: true } : {});
    await h.platform.startReload.apply(app.world.call(), spec);
    await rm(folder, { recursive: true, force: true });
    return { ...(await app.world.ended(spec.reload)), id: spec.reload };
  };
  expect(await swept(true)).toMatchObject({
    state: "failed",
    error: { code: "generations.missing", advice: expect.stringContaining("Reload the app") },
  });
  const all = await swept(false);
  expect(all).toMatchObject({ state: "succeeded", generation: { rows: ROWS(1) } });
  expect(await app.tookOver(all.id)).toBe(false);
  expect(await h.leftovers()).toEqual([]);
});

test("a tenant that is deleted during such a reload leaves nothing, whenever it was", async () => {
  h = await openBuiltin();
  for (const phase of ["start", "taken", "sealed"]) {
    const app = await SalesApp.open(h);
    const { tenant } = app.world;
    await app.load();
    const spec = app.world.reloadSpec();
    await h.platform.startReload.apply(app.world.call(), spec);
    await reached(app, spec.reload, phase);
    await h.platform.deleteTenant(tenant);
    expect(await h.state.list(tenant.id, "reload")).toEqual([]);
    for (const place of ["generations", "uploads", "logs"])
      await expect(rm(join(h.folder, place, tenant.id), { recursive: true })).rejects.toThrow("ENOENT");
    expect(await h.leftovers()).toEqual([]);
  }
});

async function reached({ world }: SalesApp, reload: string, phase: string): Promise<void> {
  if (phase === "start") return;
  const log = async () => (await h.platform.reloadLog(world.tenant, reload, 0)).map((l) => l.message).join();
  const said = phase === "taken" ? "taken over" : "code tables of";
  while (h.platform.running(reload) && !(await log()).includes(said))
    await new Promise((resolve) => setImmediate(resolve));
}
