import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type BuiltinHarness, openBuiltin } from "@/server/builtin/testing/harness";
import { World } from "@/server/platform/contract/world";
import type { StartReloadSpec } from "@/server/platform/port";
import { eventually } from "@/server/testing/eventually";

let h: BuiltinHarness;
beforeAll(async () => {
  h = await openBuiltin();
});
afterAll(() => h.close());

const BIG = "LIB CONNECT TO 'main';\nbig:\nSQL SELECT big.id, big.name, big.class, big.amount FROM big;\n";

/** A world whose app loads `big`, or runs a script of its own. */
async function world(script = BIG): Promise<World> {
  const w = new World(h);
  await w.prepare({ ...w.script(), script, tables: [] });
  return w;
}

const limits = (over: Partial<StartReloadSpec["limits"]>) => ({
  limits: { rows: 1e6, memoryMb: 256, seconds: 60, storageMb: 100, ...over },
});

/** Process id of a running reload. */
async function pidOf(reload: string): Promise<number> {
  return vi.waitFor(
    () => {
      const pid = h.platform.running(reload)?.pid;
      if (pid === undefined) throw new Error("not running");
      return pid;
    },
    { timeout: 20_000, interval: 5 },
  );
}

test("100,000 rows fit into a plan of 64 MB", async () => {
  const w = await world();
  const done = await w.reload(w.reloadSpec(limits({ memoryMb: 64 })));
  expect(done).toMatchObject({ state: "succeeded", generation: { rows: 100_000 } });
});

test("a reload killed at any moment is interrupted, is started again, and leaves nothing behind", async () => {
  const w = await world();
  for (const pause of [0, 400, 800, 1200, 1600]) {
    const spec = w.reloadSpec();
    await w.platform.startReload.apply(w.call(), spec);
    const pid = await pidOf(spec.reload);
    await new Promise((resolve) => setTimeout(resolve, pause * Math.random()));
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It was faster.
    }
    const status = await w.ended(spec.reload);
    if (status.state !== "succeeded") {
      expect(status).toMatchObject({ state: "running", interrupted: true });
      expect(await w.reload(spec)).toMatchObject({ state: "succeeded", generation: { rows: 100_000 } });
    }
    const query = { dimensions: [], measures: ["Sum(id)"] };
    const answer = await w.platform.query(w.tenant, w.app, query, "staged");
    expect(answer).toMatchObject({ generation: spec.generation, rows: [[5_000_050_000]] });
    await eventually(async () => expect(await h.leftovers()).toEqual([]));
  }
});

test("a portal that stops during a reload finds it interrupted and runs it again", async () => {
  const w = await world();
  const spec = w.reloadSpec();
  await w.platform.startReload.apply(w.call(), spec);
  await pidOf(spec.reload);
  await h.restart();
  expect(await w.platform.reloadStatus(w.tenant, spec.reload)).toEqual({
    state: "running",
    interrupted: true,
  });
  expect(await w.reload(spec)).toMatchObject({ state: "succeeded" });
  const log = await w.platform.reloadLog(w.tenant, spec.reload, 0);
  expect(log.at(0)?.seq).toBe(1);
  expect(log.map((l) => l.message).join("\n")).toContain("attempt 2");
  expect(await h.leftovers()).toEqual([]);
});

test("a reload that a stopped portal left can be cancelled", async () => {
  const w = await world();
  const spec = w.reloadSpec();
  await w.platform.startReload.apply(w.call(), spec);
  await h.restart();
  await w.platform.cancelReload(w.tenant, spec.reload);
  expect(await w.platform.reloadStatus(w.tenant, spec.reload)).toMatchObject({ state: "cancelled" });
});

test.each([
  ["rows", { rows: 1000 }, "limits.rows"],
  ["storage", { storageMb: 5 }, "reload.storage"],
  ["time", { seconds: 0.3 }, "reload.time"],
])("the plan's %s limit ends it, and the generation before goes on", async (_what, over, code) => {
  const w = await world();
  const first = await w.reload();
  await w.publish(first.generationId);
  // Texts that can't be compressed: others would fill the storage long after the bytes that may be read.
  const texts = BIG.replace("big.name", "hex(randomblob(40)) AS name");
  const slow = texts.replace("FROM big", "FROM big, orders a, orders b");
  await w.platform.applyScript.apply(w.call(), { ...w.script(), script: slow, tables: [] });
  const ended = await w.reload(w.reloadSpec(limits({ rows: 1e7, ...over })));
  expect(ended).toMatchObject({ state: "limit-exceeded", error: { code, retryable: false } });
  const query = { dimensions: [], measures: ["Count(id)"] };
  expect((await w.platform.query(w.tenant, w.app, query)).rows).toEqual([[100_000]]);
  expect(await h.leftovers()).toEqual([]);
});

test("progress tells rows while they come", async () => {
  const w = await world(BIG.replace("FROM big", "FROM big, orders a"));
  const spec = w.reloadSpec();
  await w.platform.startReload.apply(w.call(), spec);
  const seen = await vi.waitFor(
    async () => {
      const status = await w.platform.reloadStatus(w.tenant, spec.reload);
      if (!status.progress?.rows) throw new Error("no rows yet");
      return status;
    },
    { timeout: 20_000, interval: 5 },
  );
  expect(seen.progress?.tables.map((t) => t.name)).toContain("big");
  const ended = await w.ended(spec.reload);
  expect(ended).toMatchObject({ state: "succeeded", progress: { rows: 400_000 } });
  expect(ended.progress?.tables).toMatchObject([{ name: "big", rows: 400_000, state: "loaded" }]);
});

test("an error of the script names its line and is in the log", async () => {
  const w = await world("LET a = 1;\n\nLOAD * RESIDENT nowhere;\n");
  const failed = await w.reload();
  expect(failed).toMatchObject({ state: "failed", error: { params: { line: 3 } } });
  const log = await w.platform.reloadLog(w.tenant, failed.id, 0);
  expect(log.filter((l) => l.level === "error").map((l) => l.message)).toContain(failed.error?.message);
});

test("a planted password is found nowhere: status, log, files, state", async () => {
  const secret = "planted-Pa55-of-s9";
  const own = await openBuiltin({ secrets: { connection: async () => secret } });
  try {
    const w = new World(own);
    await w.prepare();
    const properties = { host: "127.0.0.1", port: 1, database: "shop", user: "u" };
    const connection = {
      name: "remote",
      kind: "postgres",
      properties,
      secret: async () => secret,
      secretHmac: "x",
    };
    await w.platform.putConnections.apply(w.call(), { connections: [connection] });
    const script = "LIB CONNECT TO 'remote';\nx:\nSQL SELECT 1 AS x;\n";
    await w.platform.applyScript.apply(w.call(), { ...w.script(), script, tables: [] });
    const failed = await w.reload();
    expect(failed.state).toBe("failed");
    const log = await w.platform.reloadLog(w.tenant, failed.id, 0);
    const names = await readdir(own.folder, { recursive: true, withFileTypes: true });
    const files = names.filter((n) => n.isFile()).map((n) => readFile(join(n.parentPath, n.name), "latin1"));
    const everything = [JSON.stringify([failed, log, own.state.dump()]), ...(await Promise.all(files))];
    expect(everything.join("\n")).not.toContain(secret);
  } finally {
    await own.close();
  }
});
