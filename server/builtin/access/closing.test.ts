import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { loadModel } from "@/server/builtin/associative/metadata";
import { fillGeneration } from "@/server/builtin/testing";
import { Access } from "./access";
import { buildAccess } from "./build";
import { loadRules } from "./rules";
import { writeAccess } from "./testing";
import { asker, DATA, table } from "./testing-shop";

/** Access to an instance whose next connection opens when `go` is called. */
async function openSlowly() {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const db = await instance.connect();
  const made = await fillGeneration(db, DATA);
  await buildAccess(db, await writeAccess(db, [table("ACCESS USERID REGION", "USER, ANN, NORTH")]), made);
  const connecting = { now: 0, go: () => {} };
  const gate = new Promise<void>((resolve) => {
    connecting.go = resolve;
  });
  const slow = {
    connect: async () => {
      connecting.now++;
      await gate;
      const opened = await instance.connect();
      connecting.now--;
      return opened;
    },
  } as unknown as DuckDBInstance;
  const access = new Access(slow, await loadModel(db), await loadRules(db), { maxBytes: 1e6 });
  return { access, instance, db, connecting };
}

test("closing waits for a connection that is being opened, and nothing is worked out on it", async () => {
  const { access, instance, db, connecting } = await openSlowly();
  const opened = access.open(db, asker("ann"));
  await expect.poll(() => connecting.now).toBe(1);
  let closed = false;
  const closing = access.close().then(() => {
    closed = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(closed).toBe(false);
  connecting.go();
  await expect(opened).rejects.toThrow("The generation is closed.");
  await closing;
  expect(connecting.now).toBe(0);
  await expect(access.open(db, asker("bob"))).rejects.toThrow("The generation is closed.");
  db.closeSync();
  instance.closeSync();
});
