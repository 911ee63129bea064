/**
 * A process to be killed: works on a fixed set of runs and writes every effect to a ledger. Started by
 * `kill.test.ts` with the database's file, the ledger's file and the number of runs.
 */
import { appendFileSync } from "node:fs";
import { openSqliteStore } from "@/db/store.sqlite";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import type { StepCall } from "../port";
import { createSqliteWorkflows } from "../sqlite";

const [file = "", ledger = "", count = "0"] = process.argv.slice(2);

/** The effect of a step: a line, appended by one system call. S: the body began; E: its effect is there. */
async function effect(call: StepCall, ms: number): Promise<string> {
  appendFileSync(ledger, `S ${call.key} ${call.attempt}\n`);
  await systemClock.sleep(ms);
  appendFileSync(ledger, `E ${call.key} ${call.attempt}\n`);
  return call.key;
}

const store = await openSqliteStore(file);
const workflows = createSqliteWorkflows({ store, clock: systemClock, log: silentLogger });
workflows.queue("main", { concurrency: 8, perTenant: 2 });

workflows.define("app@1", async (wf) => {
  for (const name of ["import", "reload", "publish"]) {
    await wf.step(name, (call) => effect(call, 2));
    await wf.emit("told", { name });
  }
});
workflows.define("provision@1", async (wf) => {
  await wf.step("tenant", (call) => effect(call, 1));
  await wf.step("identity", (call) => effect(call, 1));
  await wf.sleep("settle", 5);
  await wf.children(
    ["a", "b"].map((app) => ({ name: "app@1", input: {}, id: `${wf.id}:${app}`, queue: "main" })),
  );
  await wf.step("finish", (call) => effect(call, 1));
});

const ids = Array.from({ length: Number(count) }, (_, i) => `run-${i}`);
for (const [i, id] of ids.entries()) {
  await workflows.start("provision@1", {}, { id, queue: "main", tenant: `t${i % 5}` });
}
await workflows.launch();
process.stdout.write("READY\n");
const ended = await Promise.all(ids.map((id) => workflows.wait(id)));
const bad = ended.filter((run) => run.state !== "succeeded");
process.stdout.write(bad.length ? `BAD ${JSON.stringify(bad[0])}\n` : "DONE\n");
await workflows.drain();
await store.close();
