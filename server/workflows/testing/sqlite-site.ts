import { asc, eq } from "drizzle-orm";
import { testStore } from "@/db/factories";
import type { Store } from "@/db/store";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import type { Site } from "../conformance";
import type { Workflows } from "../port";
import { createSqliteWorkflows } from "../sqlite";

let processes = 0;

/** The store as a killed process has it: nothing it asks for ever happens. */
function mortal(store: Store): { store: Store; kill(): void } {
  let dead = false;
  const tx: Store["tx"] = (body) => (dead ? new Promise(() => {}) : store.tx(body));
  return {
    store: { ...store, tx },
    kill: () => {
      dead = true;
    },
  };
}

/** An installation of the sqlite driver in memory. */
export async function sqliteSite(): Promise<Site> {
  const store = await testStore();
  const made = new Map<Workflows, () => void>();
  const alive = new Set<string>();
  return {
    driver({ clock = systemClock } = {}) {
      const owner = `process-${++processes}`;
      const own = mortal(store);
      const driver = createSqliteWorkflows({
        store: own.store,
        clock,
        log: silentLogger,
        owner,
        isOwnerAlive: (name) => alive.has(name),
        random: () => 0.999,
      });
      alive.add(owner);
      made.set(driver, () => {
        own.kill();
        alive.delete(owner);
      });
      return driver;
    },
    crash(driver) {
      made.get(driver)?.();
    },
    async tries(runId) {
      const tries = store.tables.workflowAttempts;
      return store.read.select().from(tries).where(eq(tries.runId, runId)).orderBy(asc(tries.id));
    },
    async dump() {
      return (await store.serialize()).toString("latin1");
    },
    async close() {
      for (const kill of made.values()) kill();
    },
  };
}
