import { mkdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { GenerationId } from "@/server/builtin/files/port";
import type { TestTable } from "@/server/builtin/testing";
import { bundledSource } from "@/server/builtin/testing/bundles";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import { silentLogger } from "@/server/shared/logger";
import { DEEP } from "@/server/testing/deep";
import { eventually } from "@/server/testing/eventually";
import { MOST_WAITING } from "./fair-queue";
import { Host, type HostOptions } from "./host";
import { createEngineHosts } from "./hosts";
import type { EngineHosts } from "./port";
import { HOST_THREADS } from "./process";
import type { Ways } from "./testing/counting-entry";
import { markedTables } from "./testing/marked";
import { type HostsWorld, hostsWorld, keyOf, MEBIBYTE } from "./testing/world";

const counting = await bundledSource("server/builtin/host/testing/counting-entry.ts");
const id = (app: string): GenerationId => ({ tenant: "ten_a", app, generation: "gen_1" });
const figures: Batch = { questions: { q: { kind: "cube", dimensions: [], measures: ["Count(Amount)"] } } };

/** Unconnected tables: the nine million groups of two are soon held, and with the third counted for long. */
const huge = (): TestTable[] =>
  Object.entries({ A: 3000, B: 3000, C: 20 }).map(([name, count]) => ({
    name,
    fields: { [name]: "INTEGER" },
    rows: Array.from({ length: count }, (_, i) => [i]),
  }));
const GREEDY = { dimensions: ["=A*2", "=B*3"], measures: ["Sum(C)"] };

let world: HostsWorld;
let hosts: EngineHosts | undefined;
let host: Host | undefined;
beforeEach(async () => {
  world = await hostsWorld();
  await mkdir(world.scratch);
});
afterEach(async () => {
  vi.useRealTimers();
  await hosts?.close();
  await host?.close();
  [hosts, host] = [undefined, undefined];
  await world.close();
});

/** One host without the front, to see and end its process. */
function startOne(over: Partial<HostOptions> = {}): Host {
  host = new Host({
    ...{ generations: world.generations, key: keyOf, entry: counting, log: silentLogger },
    ...{ folder: world.scratch, maxBytes: 64 * MEBIBYTE, memoryBytes: 32 * MEBIBYTE },
    ...{ codeBytes: 16 * MEBIBYTE, timeoutMs: 30_000 },
    ...over,
  });
  return host;
}

describe("a host that ends", () => {
  test("is replaced, its files are closed and gone at the end, and the other host answers on as it was", async () => {
    const apps = Array.from({ length: 6 }, (_, i) => `app_${i}`);
    await Promise.all(apps.map((app, i) => world.put(id(app), markedTables(i + 1))));
    const engine = createEngineHosts({
      ...{ count: 2, scratch: world.scratch, generations: world.generations, key: keyOf },
      ...{ entry: counting, log: silentLogger },
    });
    hosts = engine;
    const pidOf = async (app: string) => {
      const { answers, ways } = (await engine.ask(id(app), figures)) as BatchAnswer & { ways: Ways };
      expect(answers.q).toMatchObject({ rows: [[200]] });
      return ways.pid;
    };
    const before = new Map(await Promise.all(apps.map(async (app) => [app, await pidOf(app)] as const)));
    const [killed] = before.values();
    expect(new Set(before.values()).size).toBe(2);
    const unsealed = await world.unsealed();
    expect(unsealed).toHaveLength(apps.length);

    const asked = apps.flatMap((app) => [app, app, app]).map(async (app) => [app, await pidOf(app)] as const);
    process.kill(killed ?? 0, "SIGKILL");
    const after = [
      ...(await Promise.all(asked)),
      ...(await Promise.all(apps.map(async (app) => [app, await pidOf(app)] as const))),
    ];
    for (const [app, pid] of after) if (before.get(app) !== killed) expect(pid).toBe(before.get(app));
    const now = new Map(after);
    expect(new Set(now.values()).size).toBe(2);
    expect([...now.values()]).not.toContain(killed);
    expect((await world.unsealed()).sort()).toEqual(unsealed.sort());
    for (const app of apps) await engine.release(id(app));
    await eventually(async () => expect(await world.unsealed()).toEqual([]));
  });
});

describe("the watchdog", () => {
  test("ends a host that is stuck, and what was asked of it is answered by the next", async () => {
    await world.put(id("a"), markedTables(1));
    const one = startOne({ timeoutMs: 1000 });
    const ask = () => one.ask(id("a"), { kind: "ask", input: figures }) as Promise<BatchAnswer>;
    await ask();
    const stuck = one.pid ?? 0;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    process.kill(stuck, "SIGSTOP");
    const asked = [ask(), ask(), ask()];
    await eventually(() => expect(one.questions).toBe(3));
    // A host answers, or says that it was interrupted, long before.
    await vi.advanceTimersByTimeAsync(60_000);
    for (const { answers } of await Promise.all(asked)) expect(answers.q).toMatchObject({ rows: [[200]] });
    expect(one.pid).not.toBe(stuck);
    expect(() => process.kill(stuck, 0)).toThrow("ESRCH");
  });

  test("ends a host that stays over its memory, and the others that asked are answered by the next", async () => {
    await world.put(id("a"), markedTables(1));
    await world.put(id("huge"), huge());
    const one = startOne({ maxBytes: 24 * MEBIBYTE, memoryBytes: 4096 * MEBIBYTE });
    await one.ask(id("a"), { kind: "ask", input: figures });
    const first = one.pid ?? 0;
    const stop = new AbortController();
    const greedy = one.ask(id("huge"), { kind: "query", input: GREEDY }, stop.signal).catch((error) => error);
    await vi.waitFor(() => expect(one.pid).not.toBe(first), 60_000);
    const other = one.ask(id("a"), { kind: "ask", input: figures });
    // In the long run it goes on with the next host, which has to end as well.
    if (!DEEP) stop.abort(new Error("withdrawn"));
    expect(await greedy).toMatchObject(DEEP ? { code: "engine.crashed" } : { message: "withdrawn" });
    expect(await other).toMatchObject({ answers: { q: { rows: [[200]] } } });
    expect(() => process.kill(first, 0)).toThrow("ESRCH");
  });
});

test("a tenant that asks more than may wait is told so at once; others take their turns, and it is answered again after", async () => {
  const other = { tenant: "ten_b", app: "app_b", generation: "gen_1" };
  await Promise.all([world.put(id("a"), markedTables(1)), world.put(other, markedTables(2))]);
  const one = startOne();
  const ask = (of = id("a"), signal?: AbortSignal) => one.ask(of, { kind: "ask", input: figures }, signal);
  await ask();
  await eventually(() => expect(one.questions).toBe(0));
  process.kill(one.pid ?? 0, "SIGSTOP");
  const stops = Array.from({ length: HOST_THREADS + MOST_WAITING }, () => new AbortController());
  const asked = stops.map((stop) => ask(id("a"), stop.signal).catch((error) => error.message));
  expect(one.questions).toBe(stops.length);
  for (let more = 0; more < 3; more++)
    await expect(ask()).rejects.toMatchObject({
      kind: "unavailable",
      code: "engine.busy",
      options: { retryable: true },
    });
  const theirs = ask(other);
  for (const stop of stops.slice(HOST_THREADS)) stop.abort(new Error("gone"));
  const mine = ask();
  process.kill(one.pid ?? 0, "SIGCONT");
  for (const answer of [await theirs, await mine, ...(await Promise.all(asked.slice(0, HOST_THREADS)))])
    expect(answer).toMatchObject({ answers: { q: { rows: [[200]] } } });
  expect(new Set(await Promise.all(asked.slice(HOST_THREADS)))).toEqual(new Set(["gone"]));
  await eventually(() => expect(one.questions).toBe(0));
});
