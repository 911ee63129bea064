import { describe, expect, it } from "vitest";
import { testStore } from "@/db/factories";
import type { Store } from "@/db/store";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { until } from "../conformance/site";
import { createSqliteWorkflows } from ".";
import { createWriter } from "./writer";

/** A store whose disk can be full. */
async function fillableStore() {
  const store = await testStore();
  const disk = { full: false };
  const tx: Store["tx"] = async (body) => {
    if (disk.full) throw new Error("SQLITE_FULL: database or disk is full");
    return store.tx(body);
  };
  return { store: { ...store, tx }, disk };
}

describe("when the database can't be written", () => {
  it("a run waits and goes on by itself once it can be, without running finished steps again", async () => {
    const { store, disk } = await fillableStore();
    const workflows = createSqliteWorkflows({ store, clock: systemClock, log: silentLogger });
    const log: string[] = [];
    workflows.define("w@1", async (wf) => {
      await wf.step("a", async () => log.push("a"));
      await wf.step("b", async (call) => {
        log.push(`b${call.attempt}`);
        disk.full = call.attempt === 1;
      });
      await wf.step("c", async () => log.push("c"));
    });
    await workflows.launch();
    await workflows.start("w@1", {}, { id: "r" });
    await until("the disk is full", () => disk.full);
    await until("b could not be recorded", async () => {
      const [, b] = await workflows.steps("r");
      return b?.state === "running";
    });
    await expect(workflows.start("w@1", {}, { id: "other" })).rejects.toThrow("SQLITE_FULL");
    disk.full = false;
    expect(await workflows.wait("r")).toMatchObject({ state: "succeeded" });
    expect(log).toEqual(["a", "b1", "b2", "c"]);
    await workflows.drain();
  });

  it("what can't be written fails alone, not what shares its transaction", async () => {
    const store = await testStore();
    const writer = createWriter(store, { wroteEvents: () => {}, stateChanged: () => {} });
    const { settings } = store.tables;
    const put = (id: string) =>
      writer.write(async (batch) => {
        await batch.db.insert(settings).values({ id, value: 1, updatedAt: new Date() });
      });
    const bad = writer.write(() => {
      throw new Error("bad unit");
    });
    const settled = await Promise.allSettled([put("a"), bad, put("b"), put("a")]);
    expect(settled.map((s) => s.status)).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
    const rows = await store.read.select().from(settings);
    expect(rows.map((row) => row.id).sort()).toEqual(["a", "b"]);
  });

  it("a write asked for inside somebody's transaction is refused and does not stop the others", async () => {
    const store = await testStore();
    const workflows = createSqliteWorkflows({ store, clock: systemClock, log: silentLogger });
    workflows.define("w@1", async () => "done");
    await workflows.launch();
    await store.tx(async () => {
      await expect(workflows.start("w@1", {}, { id: "inside" })).rejects.toThrow("inside store.tx");
    });
    await workflows.start("w@1", {}, { id: "outside" });
    expect(await workflows.wait("outside")).toMatchObject({ output: "done" });
    await workflows.drain();
  });
});
