import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeSubscription, makeTenant } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { DEEP } from "@/server/testing/deep";
import { type MortalProcess, mortal } from "@/server/testing/kill";

const TENANTS = DEEP ? 1000 : 64;
const KILLS = DEEP ? 40 : 4;
const CHILD = fileURLToPath(new URL("./testing/kill-child.ts", import.meta.url));
/** Billed from January on; two boundaries have passed, the grace of both is over. */
const NOW = Date.UTC(2026, 1, 20);
const folder = mkdtempSync(join(tmpdir(), "tenantry-billing-kill-"));
const file = join(folder, "books.db");
let child: MortalProcess;

beforeAll(async () => {
  child = await mortal(CHILD, () => [file, String(NOW)]);
  const store = await openSqliteStore(file);
  for (let i = 0; i < TENANTS; i++) {
    const tenant = await makeTenant(store, { plan: "growth@1" });
    await makeSubscription(store, { tenantId: tenant.id, nextAt: new Date("2026-01-01T00:00:00Z") });
  }
  await store.close();
});

afterAll(() => {
  child?.remove();
  rmSync(folder, { recursive: true, force: true });
});

it(`kill -9 through a run of ${TENANTS} tenants: no gap, no double, no missing invoice`, async () => {
  expect(await child.liveThrough(KILLS, 150)).toBeGreaterThan(0);
  const store = await openSqliteStore(file);
  const { invoices, subscriptions, invoiceLines } = store.tables;
  const rows = await store.read.select().from(invoices);
  expect(rows.map((row) => row.seq ?? 0).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 2 * TENANTS }, (_, i) => i + 1),
  );
  const perTenant = new Map<string, string[]>();
  for (const row of rows)
    perTenant.set(row.tenantId, [...(perTenant.get(row.tenantId) ?? []), row.cause].sort());
  const both = ["period:2026-01-01T00:00:00.000Z", "period:2026-02-01T00:00:00.000Z"];
  expect([...perTenant.values()]).toEqual(Array.from({ length: TENANTS }, () => both));
  expect(rows.every((row) => row.state === "final" && row.net === 290_00)).toBe(true);
  const lines = await store.read.select().from(invoiceLines);
  expect(lines).toHaveLength(2 * TENANTS);
  const due = await store.read.select({ nextAt: subscriptions.nextAt }).from(subscriptions);
  expect(new Set(due.map((row) => row.nextAt?.toISOString()))).toEqual(new Set(["2026-03-01T00:00:00.000Z"]));
  await store.close();
}, 900_000);
