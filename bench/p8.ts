/**
 * P8, `ingest`: events per second of usage taken in batches of 1,000 CloudEvents (checked, deduplicated, rolled up by
 * hour and day, answered one by one) against a bare insert of the same rows in the same store and batch size: one
 * statement of the same library into the same table. At least 0.5. One tenth of the events are duplicates, one in
 * twenty is out of order.
 * `npm run bench -- p8 [ingest] [--events 100000]`
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeTenant } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import type { Context } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { ingest } from "@/server/usage";
import { invoiceRun } from "./p8-run";
import { type CaseSpec, runBench } from "./report";

const BATCH = 1000;
const TENANTS = 100;
const METERS = ["reload_rows", "embed_bytes", "api_calls", "query_seconds", "embed_sessions"] as const;
const DUPLICATES = 0.1;
const OUT_OF_ORDER = 0.05;
/** All of it happened in one day. */
const SPAN_MS = 86_400_000;
const BEGIN = Date.UTC(2026, 2, 1);

/** `--events N` anywhere on the command line; the rest are names of cases. */
function takeEvents(): number {
  const at = process.argv.indexOf("--events");
  if (at < 0) return 100_000;
  const [, value] = process.argv.splice(at, 2);
  const count = Number(value?.replaceAll("_", ""));
  if (!(count >= BATCH)) throw new Error(`--events needs a number from ${BATCH} on`);
  return count;
}

const events = takeEvents();

interface Sent {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  data: { quantity: string };
}

/** The same events each time, from a small generator of its own. */
function batches(tenants: readonly string[]): Sent[][] {
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 4294967296;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const sent: Sent[] = [];
  for (let i = 0; i < events; i++) {
    const earlier = sent.length > 0 && random() < DUPLICATES ? pick(sent.slice(-5000)) : null;
    const back = random() < OUT_OF_ORDER ? random() * 3 * 3_600_000 : 0;
    const time = new Date(Math.max(BEGIN, BEGIN + (i / events) * SPAN_MS - back));
    sent.push(
      earlier ?? {
        specversion: "1.0",
        id: `event-${i}`,
        source: "bench",
        type: `tenantry.${pick(METERS)}`,
        subject: pick(tenants),
        time: time.toISOString(),
        data: { quantity: `${Math.floor(random() * 10_000)}.${Math.floor(random() * 100)}` },
      },
    );
  }
  return Array.from({ length: Math.ceil(events / BATCH) }, (_, i) => sent.slice(i * BATCH, (i + 1) * BATCH));
}

/** A store of its own on disk with a hundred tenants, and what is sent to it. */
async function world(): Promise<{ ctx: Context; sent: Sent[][]; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-p8-"));
  const store = await openSqliteStore(join(folder, "bench.db"));
  const clock = { now: () => new Date(BEGIN + SPAN_MS), sleep: async () => undefined };
  const services = await testServices({ store, clock });
  const tenants: string[] = [];
  for (let i = 0; i < TENANTS; i++) tenants.push((await makeTenant(store)).id);
  return {
    ctx: as(services, operator()),
    sent: batches(tenants),
    async close() {
      await store.close();
      rmSync(folder, { recursive: true });
      rmSync(services.dataFolder, { recursive: true, force: true });
    },
  };
}

async function rate(work: (ctx: Context, batch: Sent[], i: number) => Promise<unknown>): Promise<number> {
  const { ctx, sent, close } = await world();
  const started = performance.now();
  for (const [i, batch] of sent.entries()) await work(ctx, batch, i);
  const seconds = (performance.now() - started) / 1000;
  await close();
  return events / seconds;
}

/** Ids differ, so that nothing is turned away: every row is written. */
async function bareInsert({ store, clock }: Context, batch: Sent[], at: number): Promise<void> {
  const receivedAt = clock.now();
  const rows = batch.map((event, i) => ({
    tenantId: event.subject,
    source: event.source,
    eventId: `${event.id}-${at * BATCH + i}`,
    meter: event.type.slice("tenantry.".length),
    time: new Date(event.time),
    receivedAt,
    quantity: event.data.quantity,
    key: null,
    data: null,
  }));
  await store.tx((db) => db.insert(store.tables.usageEvents).values(rows));
}

async function ingestCase(): Promise<CaseSpec> {
  return {
    unit: "events/s",
    runs: 3,
    ours: () => rate((ctx, batch) => ingest(ctx, batch)),
    yardstick: () => rate(bareInsert),
    details: () => ({
      events,
      batch: BATCH,
      tenants: TENANTS,
      meters: METERS.length,
      duplicates: DUPLICATES,
    }),
  };
}

await runBench("p8", { ingest: ingestCase, "invoice-run": invoiceRun });
