import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insertFleet } from "@/db/seed/fleet";
import { openSqliteStore } from "@/db/store.sqlite";
import { billSome, finalizeSome } from "@/server/billing/bill";
import { billingSettings } from "@/server/billing/schemas";
import { systemClock } from "@/server/shared/clock";
import { newId } from "@/server/shared/ids";
import { testServices } from "@/server/testing/context";
import { record } from "@/server/usage";
import type { CaseSpec } from "./report";

/** What quality.md allows for the invoices of 10,000 tenants. */
const LIMIT_SECONDS = 60;
const TENANTS = 10_000;
const START = new Date("2026-01-01T00:00:00Z");
const END = new Date("2026-02-05T00:00:00Z");
const SETTINGS = billingSettings.parse({
  seller: { name: "Vendor" },
  tax: { seller: "DE", rates: { DE: { standard: "19" } } },
});
const SIZE = 200;

/** A portal's database whose 10,000 tenants have used five meters in January and are due on the 1st of February. */
async function prepare(file: string): Promise<void> {
  const store = await openSqliteStore(file);
  await insertFleet(store, TENANTS);
  const { tenants, subscriptions, subscriptionChanges } = store.tables;
  const ids = (await store.read.select({ id: tenants.id }).from(tenants)).map((t) => t.id);
  const clock = { ...systemClock, now: () => END };
  for (let i = 0; i < ids.length; i += 500) {
    const some = ids.slice(i, i + 500);
    const rows = some.map((tenantId, n) => ({
      id: newId("subscription"),
      ...{
        tenantId,
        currency: "EUR",
        zone: "Europe/Berlin",
        interval: "month" as const,
        anchor: START,
        startAt: START,
      },
      ...{
        state: "active" as const,
        plan: n % 2 ? "growth@1" : "starter@1",
        nextAt: new Date("2026-02-01T00:00:00Z"),
        provider: "manual",
      },
      payer: { name: tenantId, address: "", country: "DE", taxId: null, email: null },
      ...{ createdAt: START, updatedAt: START },
    }));
    await store.tx(async (db) => {
      await db.insert(subscriptions).values(rows);
      await db.insert(subscriptionChanges).values(
        rows.map(({ id, tenantId, plan }) => ({
          ...{
            id: newId("subscriptionChange"),
            tenantId,
            subscriptionId: id,
            seq: 0,
            at: START,
            terms: { plan, seats: 12 },
          },
          ...{ actor: "bench", createdAt: START },
        })),
      );
    });
    const events = some.flatMap((tenantId) =>
      (["reload_rows", "stored_bytes", "query_seconds", "embed_sessions", "api_calls"] as const).flatMap(
        (meter) =>
          [3, 17, 29].map((day) => ({
            ...{
              tenantId,
              meter,
              id: `${tenantId}:${day}`,
              time: new Date(START.getTime() + day * 86_400_000),
            },
            quantity: 60_000_000 + day,
          })),
      ),
    );
    await record({ store, clock }, events);
  }
  await store.close();
}

/** Drafts and finals of a month's beginning for 10,000 tenants, in seconds. */
export async function invoiceRun(): Promise<CaseSpec> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-p8-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const made = join(folder, "made.db");
  await prepare(made);
  let invoices = 0;
  return {
    unit: "s",
    yardstick: LIMIT_SECONDS,
    async ours() {
      const file = join(folder, `run-${Math.random()}.db`);
      copyFileSync(made, file);
      const store = await openSqliteStore(file);
      const services = await testServices({ store });
      const began = performance.now();
      invoices = 0;
      for (const work of [billSome, finalizeSome]) {
        let cursor: string | null = "";
        while (cursor !== null) {
          const part = await work(services, { cursor, now: END, settings: SETTINGS, size: SIZE });
          if (part.failed.length > 0) throw new Error(`not billed: ${part.failed[0]?.message}`);
          if (work === finalizeSome) invoices += part.done;
          cursor = part.cursor;
        }
      }
      const seconds = (performance.now() - began) / 1000;
      await store.close();
      rmSync(file, { force: true });
      return seconds;
    },
    details: () => ({ tenants: TENANTS, invoices }),
  };
}
