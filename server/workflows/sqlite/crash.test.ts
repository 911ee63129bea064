import { describe, expect, it } from "vitest";
import { testStore } from "@/db/factories";
import type { RunState } from "@/db/schema";
import type { Store } from "@/db/store";
import { systemClock } from "@/server/shared/clock";
import { AppError } from "@/server/shared/errors";
import { silentLogger } from "@/server/shared/logger";
import { until } from "../conformance/site";
import type { WorkflowScope, Workflows } from "../port";
import { createSqliteWorkflows } from ".";

/** Where a process dies: at its nth transaction, before it is begun or after it is committed but not yet known to be. */
interface Death {
  at: number;
  committed: boolean;
}

const NEVER = new Promise<never>(() => {});

function mortal(store: Store, death: Death | null) {
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const life = { count: 0, dead: false, died };
  const tx: Store["tx"] = async (body) => {
    if (life.dead) return NEVER;
    if (life.count++ !== death?.at) return store.tx(body);
    life.dead = true;
    if (death.committed) await store.tx(body);
    die();
    return NEVER;
  };
  return { store: { ...store, tx }, life };
}

interface Scenario {
  name: string;
  ends: RunState;
  define(driver: Workflows, ledger: string[]): void;
  /** What a person does besides starting it; done again by each process until it has worked. */
  act?(driver: Workflows, ledger: string[]): Promise<void>;
}

/** A step whose effect is one line; its undo takes it back with another. */
function effect(wf: WorkflowScope, ledger: string[], name: string) {
  return wf.step(name, async () => ledger.push(`+${wf.id}/${name}`), {
    undo: async () => void ledger.push(`-${wf.id}/${name}`),
  });
}

function family(driver: Workflows, ledger: string[], last: (wf: WorkflowScope) => Promise<unknown>): void {
  driver.define("child@1", async (wf) => {
    await effect(wf, ledger, "import");
    await wf.emit("imported", {});
    await effect(wf, ledger, "publish");
  });
  driver.define("parent@1", async (wf) => {
    await effect(wf, ledger, "tenant");
    await wf.sleep("settle", 1);
    await wf.children(["a", "b"].map((id) => ({ name: "child@1", input: {}, id: `${wf.id}:${id}` })));
    await effect(wf, ledger, "connect");
    return last(wf);
  });
}

const scenarios: Scenario[] = [
  {
    name: "succeeds",
    ends: "succeeded",
    define: (driver, ledger) => family(driver, ledger, (wf) => effect(wf, ledger, "finish")),
  },
  {
    name: "fails and is undone",
    ends: "failed",
    define: (driver, ledger) =>
      family(driver, ledger, async () => {
        throw new AppError("invalid", "x.bad", "Bad.");
      }),
  },
  {
    name: "is cancelled",
    ends: "cancelled",
    define: (driver, ledger) =>
      family(driver, ledger, (wf) =>
        wf.step("long", (call) => {
          ledger.push("long");
          return systemClock.sleep(60_000, call.signal);
        }),
      ),
    async act(driver, ledger) {
      // A later process may find the run cancelling already: then there is no long step to wait for.
      const state = async () => (await driver.get("r"))?.state;
      await until(
        "the long step began",
        async () => ledger.includes("long") || (await state()) !== "running",
      );
      await driver.cancel("r");
    },
  },
];

/** One life: works until the run has ended, or until death. True if it has seen the end. */
async function live(store: Store, scenario: Scenario, ledger: string[], death: Death | null) {
  const own = mortal(store, death);
  const driver = createSqliteWorkflows({
    store: own.store,
    clock: systemClock,
    log: silentLogger,
    isOwnerAlive: () => false,
  });
  scenario.define(driver, ledger);
  const stop = new AbortController();
  const work = (async () => {
    await driver.start("parent@1", {}, { id: "r" });
    await driver.launch();
    await scenario.act?.(driver, ledger);
    await driver.wait("r", stop.signal);
  })();
  work.catch(() => undefined);
  await Promise.race([work, own.life.died]);
  stop.abort();
  if (own.life.dead) return { ended: false, transactions: own.life.count };
  await Promise.race([driver.drain(0), own.life.died]);
  own.life.dead = true;
  return { ended: true, transactions: own.life.count };
}

/** Each effect is there at least once and, after an undo, gone for good; a finished step is never run again. */
function check(scenario: Scenario, ledger: string[]): void {
  const made = ledger.filter((line) => line.startsWith("+"));
  const names = new Set(made.map((line) => line.slice(1)));
  expect(names.size).toBe(scenario.ends === "succeeded" ? 7 : 6);
  for (const name of names) {
    const last = ledger.filter((line) => line.slice(1) === name).at(-1);
    expect(last).toBe(scenario.ends === "succeeded" ? `+${name}` : `-${name}`);
  }
  const order = ["+r/tenant", "+r/connect", "+r/finish"];
  const parent = made.filter((line) => line.startsWith("+r/")).map((line) => order.indexOf(line));
  expect(parent).toEqual([...parent].sort());
}

describe.each(scenarios)("a run that $name", (scenario) => {
  it("does so whichever of its transactions the process dies at, before or after the commit", async () => {
    const whole: string[] = [];
    const { transactions } = await live(await testStore(), scenario, whole, null);
    check(scenario, whole);
    expect(transactions).toBeGreaterThan(15);
    for (let at = 0; at < transactions; at++) {
      for (const committed of [false, true]) {
        const store = await testStore();
        const ledger: string[] = [];
        const first = await live(store, scenario, ledger, { at, committed });
        if (!first.ended) await live(store, scenario, ledger, null);
        const { workflowRuns, runEvents } = store.tables;
        const runs = await store.read.select().from(workflowRuns);
        const death = `at ${at}, ${committed ? "after" : "before"} the commit`;
        expect(runs.find((run) => run.id === "r")?.state, death).toBe(scenario.ends);
        expect(
          runs.filter((run) => run.endedAt === null || run.owner !== null),
          death,
        ).toEqual([]);
        const told = (await store.read.select().from(runEvents)).filter((e) => e.type === "imported");
        expect(told, death).toHaveLength(2);
        check(scenario, ledger);
      }
    }
  });
});
