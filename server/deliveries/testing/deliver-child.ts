/**
 * A process to be killed: sends sheets that are due, by the durable run and through a real mail server. Started by
 * `kill.test.ts` with the database's file, and after how many transactions of its services it dies by itself.
 */
import { openSqliteStore } from "@/db/store.sqlite";
import { startOutbox } from "@/server/mail";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { testServices } from "@/server/testing/context";
import { dyingAfter } from "@/server/testing/dying-store";
import { createSqliteWorkflows } from "@/server/workflows/sqlite";
import { deliveryMayLeave, type MakeFile, registerDeliveries } from "..";

const [database = "", dies = "0"] = process.argv.slice(2);
const store = await openSqliteStore(database);
const workflows = createSqliteWorkflows({ store, clock: systemClock, log: silentLogger });
const services = await testServices({ store: dyingAfter(store, Number(dies)), workflows });
const { deliveries, mails } = store.tables;
const make: MakeFile = async (_services, { input }) => ({
  ...{ name: "sheet.pdf", mediaType: "application/pdf", rows: 0, cut: false },
  bytes: Buffer.from(`%PDF of ${"sheet" in input ? input.sheet : ""}`),
});
registerDeliveries(services, make);
const rows = await store.read.select({ id: deliveries.id }).from(deliveries);
for (const { id } of rows)
  await workflows.start("deliver@1", { delivery: id }, { id: `due-${id}`, queue: "deliveries" });
const outbox = startOutbox(services, deliveryMayLeave(services));
await workflows.launch();
process.stdout.write("READY\n");
const outcomes = await Promise.all(rows.map(({ id }) => workflows.wait(`due-${id}`)));
const waiting = async () =>
  (await store.read.select({ state: mails.state }).from(mails)).filter(({ state }) => state !== "sent")
    .length;
while ((await waiting()) > 0) await new Promise((later) => setTimeout(later, 20));
const bad = outcomes.filter(({ state }) => state !== "succeeded");
process.stdout.write(bad.length === 0 ? "DONE\n" : `BAD ${JSON.stringify(bad)}\n`);
await outbox.stop();
await workflows.drain();
await store.close();
