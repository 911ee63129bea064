import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bundledSource } from "@/server/builtin/testing/bundles";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { createReloadManager, type ManagerOptions, type ReloadManager } from "./manager";
import { alive } from "./testing/alive";
import { testReload } from "./testing/jobs";

const puppet = await bundledSource("server/builtin/reload/testing/puppet.ts");
let folder: string;
let manager: ReloadManager;

function open(over: Partial<ManagerOptions> = {}): ReloadManager {
  manager = createReloadManager({
    scratch: join(folder, "scratch"),
    logs: join(folder, "logs"),
    uploads: join(folder, "uploads"),
    entry: puppet,
    maxReloads: 2,
    clock: systemClock,
    log: silentLogger,
    ...over,
  });
  return manager;
}

const left = () => readdir(join(folder, "scratch"));
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reloads-"));
});
afterEach(async () => {
  await manager.close();
  await rm(folder, { recursive: true, force: true });
});

test("progress and log are there while it runs and after it ended", async () => {
  const m = open();
  const reload = testReload("r1", ["log one", "progress 7", "ask main", "log two", "done"]);
  m.start(reload);
  expect(m.live("r1")).not.toBeNull();
  await expect(reload.ended).resolves.toMatchObject({ state: "succeeded", facts: { id: "gen_r1" } });
  await until(() => expect(m.live("r1")).toBeNull());
  const log = await m.log("ten_1", "r1", 0);
  expect(log.map((l) => [l.seq, l.message])).toEqual([
    [1, "one"],
    [2, "answer secret of main"],
    [3, "two"],
  ]);
  expect(await m.log("ten_1", "r1", 2)).toEqual(log.slice(2));
  expect(await left()).toEqual([]);
});

test("a reload that is started again while it runs is not started twice", async () => {
  const m = open();
  const reload = testReload("r1", ["log x", "wait"]);
  m.start(reload);
  m.start(reload);
  await until(async () => expect(await m.log("ten_1", "r1", 0)).toHaveLength(1));
  m.start(reload);
  expect(m.stats()).toEqual({ running: 1, queued: 0 });
  expect(reload.starts()).toBe(1);
});

test("never more than the limit run, and every tenant gets its turn", async () => {
  const m = open({ maxReloads: 1 });
  const order: string[] = [];
  const start = (reload: string, tenant: string) => {
    const request = testReload(reload, ["done"], { tenant });
    const onStart = async () => {
      order.push(reload);
      expect(m.stats().running).toBe(1);
    };
    m.start({ ...request, onStart });
    return request.ended;
  };
  await Promise.all([start("a1", "a"), start("a2", "a"), start("a3", "a"), start("b1", "b")]);
  expect(order).toEqual(["a1", "b1", "a2", "a3"]);
});

test("a cancelled reload stops by itself, or is ended when it does not listen", async () => {
  const m = open({ graceMs: 100 });
  const good = testReload("r1", ["log up", "wait"]);
  const deaf = testReload("r2", ["deaf", "log up", "wait"]);
  const spinning = testReload("r3", ["log up", "spin"]);
  const queued = testReload("r4", ["done"]);
  for (const r of [good, deaf]) m.start(r);
  await until(async () => {
    for (const id of ["r1", "r2"]) expect(await m.log("ten_1", id, 0)).toHaveLength(1);
  });
  for (const r of [spinning, queued]) m.start(r);
  expect(m.cancel("r4")).toBe(true);
  expect(m.cancel("r1") && m.cancel("r2")).toBe(true);
  await until(async () => expect(await m.log("ten_1", "r3", 0)).toHaveLength(1));
  m.cancel("r3");
  for (const r of [good, deaf, spinning, queued]) expect(await r.ended).toMatchObject({ state: "cancelled" });
  expect(queued.starts()).toBe(0);
  expect(m.cancel("r1")).toBe(false);
  expect(await left()).toEqual([]);
});

test.each([
  ["reload.time", ["spin"], { seconds: 1 }],
  ["reload.memory", ["allocate 200", "wait"], {}],
  ["reload.storage", ["write 40", "wait"], {}],
])("%s ends it as limit-exceeded and leaves no file", async (code, orders, over) => {
  const m = open();
  const limits = { rows: 1e6, memoryMb: 64, seconds: 60, storageMb: 16, ...over };
  const reload = testReload("r1", orders, { limits });
  m.start(reload);
  expect(await reload.ended).toMatchObject({ state: "limit-exceeded", error: { code, retryable: false } });
  expect(await left()).toEqual([]);
});

test("a process that is killed or crashes leaves an interrupted reload and no file; its log goes on", async () => {
  const m = open();
  const killed = testReload("r1", ["log up", "wait"]);
  m.start(killed);
  await until(async () => expect(await m.log("ten_1", "r1", 0)).toHaveLength(1));
  process.kill(m.live("r1")?.pid ?? 0, "SIGKILL");
  expect(await killed.ended).toEqual({ state: "interrupted" });
  const crashed = testReload("r2", ["exit 3"]);
  m.start(crashed);
  expect(await crashed.ended).toEqual({ state: "interrupted" });
  await until(() => expect(m.stats().running).toBe(0));
  expect(await left()).toEqual([]);
  const again = testReload("r1", ["log again", "done"], { attempt: 2 });
  m.start(again);
  expect(await again.ended).toMatchObject({ state: "succeeded" });
  expect((await m.log("ten_1", "r1", 0)).map((l) => l.seq)).toEqual([1, 2]);
});

test("a refused question reaches the process as an error, and a failure the caller", async () => {
  const m = open();
  const secret = async () => {
    throw new Error("the store is closed");
  };
  const reload = testReload("r1", ["ask main", "fail script.syntax"]);
  m.start({ ...reload, secret });
  expect(await reload.ended).toMatchObject({ state: "failed", error: { code: "script.syntax" } });
  expect((await m.log("ten_1", "r1", 0))[0]?.message).toBe("answer internal");
});

test("closing ends every process at once and starts none", async () => {
  const m = open();
  const reloads = ["r1", "r2", "r3"].map((id) => testReload(id, ["log up", "spin"]));
  for (const r of reloads) m.start(r);
  await until(async () => expect(await m.log("ten_1", "r2", 0)).toHaveLength(1));
  const pids = ["r1", "r2"].map((id) => m.live(id)?.pid ?? 0);
  await m.close();
  expect(pids.map(alive)).toEqual([false, false]);
  expect(reloads[2]?.starts()).toBe(0);
  expect(await left()).toEqual([]);
});

test("working files of dead attempts are gone before the first reload, other files stay", async () => {
  const m = open();
  await m.close();
  const scratch = join(folder, "scratch");
  for (const name of ["gen_x.1.duckdb.tmp", "gen_x.1.duckdb.tmp.wal", "keep.txt"])
    await writeFile(join(scratch, name), "x");
  const reload = testReload("r1", ["done"]);
  open().start(reload);
  await reload.ended;
  expect(await left()).toEqual(["keep.txt"]);
});

test("key and secret are nowhere in the process's arguments or environment", async () => {
  const m = open();
  const secret = "planted-Secret-77a1";
  const request = testReload("r1", ["ask main", "log up", "wait"]);
  const key = { id: "dek_1", bytes: Buffer.from("planted-Key-0123456789abcdef0123") };
  m.start({ ...request, secret: async () => secret, key: async () => key });
  await until(async () => expect(await m.log("ten_1", "r1", 0)).toHaveLength(2));
  const pid = m.live("r1")?.pid;
  const told = await Promise.all(["cmdline", "environ"].map((f) => readFile(`/proc/${pid}/${f}`, "latin1")));
  expect(told.join("\n")).not.toMatch(/planted/);
  expect(told[1]?.split("\0").map((v) => v.split("=")[0])).not.toContain("TENANTRY_SECRET");
});
