/**
 * A process to be killed: bills whatever is due by the durable run. Started by `kill.test.ts` with the database's file and the
 * instant it takes for now.
 */
import { openSqliteStore } from "@/db/store.sqlite";
import { billing } from "@/server/billing/run";
import { systemClock } from "@/server/shared/clock";
import { testServices } from "@/server/testing/context";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";

const [file = "", at = ""] = process.argv.slice(2);
const store = await openSqliteStore(file);
const started = Date.now();
const clock = { ...systemClock, now: () => new Date(Number(at) + Date.now() - started) };
const workflows = createSqliteWorkflows({
  store,
  clock: systemClock,
  log: (await testServices({ store })).log,
});
const services = await testServices({ store, workflows, clock });
workflows.queue("billing", { concurrency: 1 });
workflows.define("billing@1", (wf) => billing(services, wf, 8));
await workflows.start("billing@1", {}, { id: `run-${at}`, queue: "billing" });
await workflows.launch();
process.stdout.write("READY\n");
const ended = await workflows.wait(`run-${at}`);
process.stdout.write(
  ended.state === "succeeded" ? `DONE ${JSON.stringify(ended.output)}\n` : `BAD ${JSON.stringify(ended)}\n`,
);
await workflows.drain();
await store.close();
