import { expect, test } from "vitest";
import { type PlatformHarness, refused, SECRET, World } from "./world";

/** Life of a reload: once however often started, watched, cancelled, failed, undone. */
export function reloadSuite(open: () => PlatformHarness): void {
  test("a reload ends with a staged generation, its facts and a log", async () => {
    const w = new World(open());
    await w.prepare();
    const done = await w.reload();
    expect(done.state).toBe("succeeded");
    expect(done.generation).toMatchObject({ id: done.generationId, rows: 4 });
    expect(done.generation?.model.fields.map((f) => f.name).sort()).toEqual(["amount", "country", "id"]);
    expect(await w.sum("staged")).toBe(100);
    const log = await w.platform.reloadLog(w.tenant, done.id, 0);
    expect(log.length).toBeGreaterThan(0);
    expect(log.map((l) => l.seq)).toEqual(log.map((_, i) => i + 1));
    expect(await w.platform.reloadLog(w.tenant, done.id, log.length)).toEqual([]);
    expect(JSON.stringify(log)).not.toContain(SECRET);
  });

  test("starting one twice is starting it once", async () => {
    const w = new World(open());
    await w.prepare();
    const spec = w.reloadSpec();
    const step = w.call();
    const outcomes = await Promise.all(
      [1, 2, 3].map((n) => w.platform.startReload.apply({ ...step, attempt: n }, spec)),
    );
    expect(outcomes.map((o) => o.reloadId)).toEqual([spec.reload, spec.reload, spec.reload]);
    expect(outcomes.map((o) => o.effect)).toEqual(["created", "created", "created"]);
    await w.ended(spec.reload);
    const found = await w.platform.startReload.apply(w.call(), spec);
    expect(found.effect).toBe("found");
    await w.platform.startReload.undo(w.call(), spec, found);
    expect(await w.ended(spec.reload)).toMatchObject({ state: "succeeded" });
    const log = await w.platform.reloadLog(w.tenant, spec.reload, 0);
    expect(log.filter((l) => l.message.startsWith("attempt "))).toHaveLength(1);
  });

  test("a failed reload says why and keeps what is published and staged", async () => {
    const w = new World(open());
    await w.prepare();
    const good = await w.reload();
    await w.publish(good.generationId);
    await w.platform.applyScript.apply(w.call(), w.script("broken"));
    const failed = await w.reload();
    expect(failed.state).toBe("failed");
    expect(failed.error?.code).toBeTruthy();
    expect(failed.error?.message).not.toContain(SECRET);
    expect(failed.generation).toBeUndefined();
    expect(await w.sum()).toBe(100);
    expect(await w.sum("staged")).toBe(100);
    await refused(w.platform.verify(w.tenant, w.verifySpec(failed.generationId)), "platform.not_found");
  });

  test("a failed reload that is started again is another attempt", async () => {
    const w = new World(open());
    await w.prepare(w.script("broken"));
    const failed = await w.reload();
    await w.platform.applyScript.apply(w.call(), w.script());
    const again = await w.reload(w.reloadSpec({ reload: failed.id, generation: failed.generationId }));
    expect(again.state).toBe("succeeded");
    expect(await w.sum("staged")).toBe(100);
  });

  test("a cancelled reload ends cancelled and stages nothing", async () => {
    const w = new World(open());
    await w.prepare(w.script("slow"));
    const spec = w.reloadSpec({ limits: { rows: 1e12, memoryMb: 256, seconds: 60, storageMb: 1e6 } });
    await w.platform.startReload.apply(w.call(), spec);
    await w.platform.cancelReload(w.tenant, spec.reload);
    await w.platform.cancelReload(w.tenant, spec.reload);
    expect(await w.ended(spec.reload)).toMatchObject({ state: "cancelled" });
    await refused(w.sum("staged"), "platform.not_found");
  });

  test("undoing a reload takes its generation away and stages the one before again", async () => {
    const w = new World(open());
    await w.prepare();
    const first = await w.reload();
    await w.platform.applyScript.apply(
      w.call(),
      w.script("orders", [{ column: "country", op: "=", value: "DE" }]),
    );
    const spec = w.reloadSpec();
    const outcome = await w.platform.startReload.apply(w.call(), spec);
    await w.ended(spec.reload);
    expect(await w.sum("staged")).toBe(30);
    await w.platform.startReload.undo(w.call(), spec, outcome);
    await w.platform.startReload.undo(w.call(), spec, outcome);
    expect(await w.sum("staged")).toBe(100);
    expect((await w.platform.verify(w.tenant, w.verifySpec(first.generationId))).ok).toBe(true);
    await refused(w.platform.reloadStatus(w.tenant, spec.reload), "platform.not_found");
  });

  test("undoing a reload that still runs stops it", async () => {
    const w = new World(open());
    await w.prepare(w.script("slow"));
    const spec = w.reloadSpec({ limits: { rows: 1e12, memoryMb: 256, seconds: 60, storageMb: 1e6 } });
    const outcome = await w.platform.startReload.apply(w.call(), spec);
    await w.platform.startReload.undo(w.call(), spec, outcome);
    await refused(w.platform.reloadStatus(w.tenant, spec.reload), "platform.not_found");
  });

  test("a reload needs an app and its script", async () => {
    const w = new World(open());
    await w.platform.createTenant.apply(w.call(), w.tenantSpec());
    await refused(w.platform.startReload.apply(w.call(), w.reloadSpec()), "platform.not_found");
    await w.platform.importApp.apply(w.call(), w.appSpec());
    await refused(w.platform.startReload.apply(w.call(), w.reloadSpec()), "platform.not_found");
    await refused(w.platform.reloadStatus(w.tenant, "rel_none"), "platform.not_found");
    await refused(w.platform.applyScript.apply(w.call(), w.script()), "platform.not_found");
  });

  test("the fingerprint changes with script, mapping and connection, and with nothing else", async () => {
    const w = new World(open());
    await w.prepare();
    const print = async (spec = w.script()) =>
      (await w.platform.applyScript.apply(w.call(), spec)).fingerprint;
    const first = await print();
    expect(first).toBeTruthy();
    expect(await print()).toBe(first);
    const filtered = await print(w.script("orders", [{ column: "country", op: "=", value: "DE" }]));
    expect(filtered).not.toBe(first);
    expect(await print()).toBe(first);
    const moved = { ...w.harness.connection(), secretHmac: "moved" };
    await w.platform.putConnections.apply(w.call(), { connections: [moved] });
    const outcome = await w.platform.applyScript.apply(w.call(), w.script());
    expect(outcome.effect).toBe("changed");
    expect(outcome.fingerprint).not.toBe(first);
  });
}
