import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import { insertRun, launchRun, RUN_KINDS, recordRun } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import type { WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { type Billed, billSome, finalizeSome } from "./bill";
import { queueReminders } from "./mails/queue";
import { mailSome } from "./mails/send";
import { askSome } from "./payments/ask";
import { collectSome } from "./payments/collect";
import { connected } from "./payments/keys";
import { catchUp } from "./payments/notices";
import { readBillingSettings } from "./settings";

const SIZE = 200;
/** Mails of one step: each has a PDF to be drawn. */
const MAILS = 25;
/** Payments of one step: each asks its provider. */
const CALLS = 25;
const HOURLY = "7 * * * *";
const KIND = RUN_KINDS.billing;

/** Starts a run that bills whatever is due. Two at once do no harm: what one has billed the other finds billed. */
export async function startBilling(ctx: Context): Promise<{ run: string }> {
  authorize(ctx, "billing:write");
  const run = await ctx.store.tx(async (db) => {
    const row = await insertRun(ctx, db, { kind: "billing", tenantId: null, title: "Billing", input: {} });
    await append(db, ctx, { tenantId: null, action: "billing.run", target: row.id, payload: {} });
    return row;
  });
  await launchRun(ctx, run);
  return { run: run.id };
}

interface Tally {
  done: number;
  failed: Billed["failed"];
}

const KEEP_FAILED = 50;

/** Takes one bite after the other; each is a durable step, so that a run killed half way goes on where it was. */
async function all(
  wf: WorkflowScope,
  name: string,
  bite: (cursor: string) => Promise<Billed>,
): Promise<Tally> {
  const tally: Tally = { done: 0, failed: [] };
  let cursor: string | null = "";
  for (let n = 1; cursor !== null; n++) {
    const from: string = cursor;
    const part: Billed & { message: string } = await wf.step(`${name} ${n}`, async () => {
      const found = await bite(from);
      return { ...found, effect: found.done > 0 ? "created" : "found", message: `${found.done}` };
    });
    tally.done += part.done;
    tally.failed.push(...part.failed.slice(0, KEEP_FAILED - tally.failed.length));
    cursor = part.cursor;
  }
  return tally;
}

/** The run: drafts of all periods that began, numbers for the drafts whose grace is over, then their mails. */
export async function billing(
  services: Services,
  wf: WorkflowScope,
  size = SIZE,
): Promise<{ result: "changed" | "unchanged" } & Record<string, unknown>> {
  const { at } = await wf.step("begin", async () => ({
    at: services.clock.now().getTime(),
    effect: "found",
  }));
  const now = new Date(at);
  const { value: settings } = await readBillingSettings(services.store);
  const drafts = await all(wf, "bill", (cursor) => billSome(services, { cursor, now, settings, size }));
  const finals = await all(wf, "finalize", (cursor) =>
    finalizeSome(services, { cursor, now, settings, size }),
  );
  const payments = await collect(services, wf, now);
  await all(wf, "remind", (cursor) => queueReminders(services, { cursor, now, settings, size: SIZE }));
  const mails = await all(wf, "mail", (cursor) => mailSome(services, { cursor, size: MAILS }));
  const failed = [...drafts.failed, ...finals.failed, ...payments.failed, ...mails.failed];
  const done = drafts.done + finals.done + payments.done + mails.done;
  const counts = { drafts: drafts.done, finals: finals.done, payments: payments.done, mails: mails.done };
  // One with something that failed is one to look at, also where nothing else was to be done.
  return { result: done + failed.length > 0 ? "changed" : "unchanged", ...counts, failed };
}

/** What the provider knows and we do not, what waits too long, then what is due to be charged. */
async function collect(services: Services, wf: WorkflowScope, now: Date): Promise<Tally> {
  const found = await connected(services);
  if (!found) return { done: 0, failed: [] };
  const { online } = found;
  await wf.step("payment events", async () => {
    const booked = await catchUp(services, found).catch((error: unknown) => {
      services.log.warn({ err: error }, "the payment provider's events could not be read");
      return 0;
    });
    return { effect: booked > 0 ? "changed" : "found", message: `${booked}` };
  });
  const asked = await all(wf, "ask", (cursor) => askSome(services, online, { cursor, now, size: CALLS }));
  const charged = await all(wf, "charge", (cursor) => collectSome(services, online, { cursor, size: CALLS }));
  return { done: asked.done + charged.done, failed: [...asked.failed, ...charged.failed] };
}

/** Tells the workflow engine how to bill, and when: each hour what is due. */
export async function registerBilling(services: Services): Promise<void> {
  const { workflows } = services;
  workflows.queue(KIND.queue, { concurrency: 1 });
  workflows.define<Record<string, never>, unknown>(KIND.workflow, (wf) => billing(services, wf), {
    onFailure: "keep",
    onState: (run) => billingChanged(services, run),
  });
  const { workflow: name, queue } = KIND;
  await workflows.schedule("billing", { cron: HOURLY, zone: "UTC", name, input: {}, queue });
}

async function billingChanged(services: Services, run: WorkflowRun): Promise<void> {
  const output = run.output as { result?: string } | null;
  await recordRun(systemContext(services, "billing", run.id), run, {
    title: "Billing",
    result: output?.result ?? null,
  });
}
