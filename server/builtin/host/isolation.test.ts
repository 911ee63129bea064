import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Random } from "@/server/builtin/associative/testing/random";
import type { GenerationId } from "@/server/builtin/files/port";
import { bundledEntry, bundledSource } from "@/server/builtin/testing/bundles";
import type { BatchAnswer } from "@/server/platform/model";
import { silentLogger } from "@/server/shared/logger";
import { DEEP, FIRST_SEED } from "@/server/testing/deep";
import { createEngineHosts } from "./hosts";
import type { EngineHosts } from "./port";
import type { Ways } from "./testing/counting-entry";
import { clickOf, type Looked, look, markedTables } from "./testing/marked";
import { type HostsWorld, hostsWorld, keyOf, MEBIBYTE } from "./testing/world";

/** Ids that are taken for one another where letters, joints or names of JavaScript count for something else. */
const TENANTS = [
  ["ten_a", "app_1"],
  ["ten_A", "app_1"],
  ["ten", "a_app_1"],
  ["ten-a", "app_1"],
  ["constructor", "app_1"],
  ["toString", "prototype"],
  [`${"t".repeat(99)}1`, "app_1"],
  [`${"t".repeat(99)}2`, "app_1"],
] as const;
/** Ids nobody gives, which would lead elsewhere. */
const HOSTILE_IDS = [
  ...[
    "",
    ".",
    "..",
    "../ten_b",
    "..\\\\ten_b",
    "/etc",
    "ten_a/",
    "ten_a\0",
    "ten a",
    "-rf",
    "ten'\"; --",
    "tén",
    "ten\u2044a",
  ],
  "t".repeat(101),
  "ten_a\n",
];
const ids: GenerationId[] = TENANTS.map(([tenant, app]) => ({ tenant, app, generation: "gen_1" }));

/** Questions at the same time, and how often they are asked; a host is killed in each turn. */
const CLICKS = 20;
const TURNS = DEEP ? 60 : 2;

let world: HostsWorld;
let hosts: EngineHosts | undefined;
beforeEach(async () => {
  world = await hostsWorld();
});
afterEach(async () => {
  await hosts?.close();
  await world.close();
});

/** Everything as the portal asks it, by every way there is; some of it withdrawn after a moment. */
class Askers {
  readonly looked: Looked = { rows: 0, foreign: [] };
  readonly ways = new Map<number, Ways>();
  withdrawn = 0;

  constructor(
    private readonly engine: EngineHosts,
    private readonly random: Random,
  ) {}

  async one(): Promise<void> {
    const { random } = this;
    const at = random.int(0, ids.length - 1);
    const other = (at + random.int(1, ids.length - 1)) % ids.length;
    const stop = new AbortController();
    const timer = random.chance(0.15)
      ? setTimeout(() => stop.abort(new Error("superseded")), random.int(0, 60))
      : undefined;
    try {
      await this.ask(at, other, stop.signal);
    } catch (error) {
      if (error !== stop.signal.reason) throw error;
      this.withdrawn++;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tenants are numbered from 1. */
  private async ask(at: number, other: number, signal: AbortSignal): Promise<void> {
    const { engine, random, looked } = this;
    const id = ids[at] as GenerationId;
    if (random.chance(0.1)) {
      const { values } = await engine.fieldValues(id, { field: "Owner", search: "owner" }, signal);
      const answer = { kind: "values" as const, field: "Owner", values, total: values.length, counts: {} };
      return look(at + 1, { answers: { answer } }, looked);
    }
    const click = clickOf(at + 1, other + 1, random);
    // The second time as after a step back.
    for (let time = 0; time < 2; time++) {
      const told = (await engine.ask(id, click, signal)) as BatchAnswer & { ways: Ways };
      this.ways.set(told.ways.pid, told.ways);
      look(at + 1, told, looked);
    }
  }

  /** A host that answered and was not killed. */
  pidBut(killed: ReadonlySet<number>): number {
    const pid = [...this.ways.keys()].find((p) => !killed.has(p));
    if (!pid) throw new Error("No host has answered yet.");
    return pid;
  }

  count(of: (ways: Ways) => number): number {
    return [...this.ways.values()].reduce((total, ways) => total + of(ways), 0);
  }
}

test("tenants that ask at the same time, while generations come and go, clicks are withdrawn and hosts are killed, get no row of another", async () => {
  await Promise.all(ids.map((id, i) => world.put(id, markedTables(i + 1), i % 3 > 0)));
  hosts = createEngineHosts({
    ...{ count: 2, scratch: world.scratch, generations: world.generations, key: keyOf, log: silentLogger },
    entry: await bundledSource("server/builtin/host/testing/counting-entry.ts"),
    maxBytes: 16 * MEBIBYTE,
  });
  const askers = new Askers(hosts, new Random(FIRST_SEED));
  const { looked } = askers;
  const killed = new Set<number>();
  for (let turn = 0; turn < TURNS; turn++) {
    const before = looked.rows;
    const asked = Promise.all(Array.from({ length: CLICKS }, () => askers.one()));
    // Where one fails, that is told, not that no host was found.
    const busy = vi.waitFor(() => {
      expect(looked.rows).toBeGreaterThan(before);
      return askers.pidBut(killed);
    }, 60_000);
    const [pid] = await Promise.all([busy, Promise.race([asked, busy])]);
    process.kill(pid, "SIGKILL");
    killed.add(pid);
    await asked;
  }
  expect(looked.foreign).toEqual([]);
  expect(looked.rows).toBeGreaterThan(DEEP ? 100_000 : 2_500);
  expect(askers.withdrawn).toBeGreaterThan(0);
  // Generations had to go for others, and each way was taken.
  expect(hosts.stats().open).toBeLessThan(ids.length);
  expect(askers.count((w) => w.kept)).toBeGreaterThan(TURNS * 5);
  expect(askers.count((w) => w.codes)).toBeGreaterThan(TURNS * CLICKS);
  expect(askers.count((w) => w.statements)).toBeGreaterThan(TURNS * 5);
}, 1_800_000);

test("ids that could name another place are refused before anything is read or written", async () => {
  await world.put({ tenant: "ten_a", app: "app_1", generation: "gen_1" }, markedTables(1));
  const engine = createEngineHosts({
    ...{ count: 1, scratch: world.scratch, generations: world.generations, key: keyOf, log: silentLogger },
    entry: await bundledEntry("engine-host"),
  });
  hosts = engine;
  const stored = () => readdir(join(world.folder, "generations"), { recursive: true });
  const before = await stored();
  const good = { tenant: "ten_a", app: "app_1", generation: "gen_1" };
  for (const part of ["tenant", "app", "generation"])
    for (const hostile of HOSTILE_IDS)
      await expect(
        engine.query({ ...good, [part]: hostile }, { dimensions: ["Owner"], measures: [] }),
      ).rejects.toMatchObject({
        code: "generations.id",
      });
  expect([await stored(), await world.unsealed()]).toEqual([before, []]);
  expect(engine.stats()).toMatchObject({ hosts: 0, open: 0, queries: 0 });
});
