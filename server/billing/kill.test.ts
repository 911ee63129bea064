import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeSubscription, makeTenant } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { DEEP } from "@/server/testing/deep";

const TENANTS = DEEP ? 1000 : 64;
const KILLS = DEEP ? 40 : 4;
const CHILD = fileURLToPath(new URL("./testing/kill-child.ts", import.meta.url));
/** Billed from January on; two boundaries have passed, the grace of both is over. */
const NOW = Date.UTC(2026, 1, 20);
const folder = mkdtempSync(join(tmpdir(), "tenantry-billing-kill-"));
const file = join(folder, "books.db");
const cache = resolve("node_modules/.cache");
let child = "";

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  child = join(mkdtempSync(join(cache, "billing-kill-")), "child.mjs");
  const common = { bundle: true, platform: "node", format: "esm", packages: "external" } as const;
  await build({ entryPoints: [CHILD], outfile: child, ...common });
  const store = await openSqliteStore(file);
  for (let i = 0; i < TENANTS; i++) {
    const tenant = await makeTenant(store, { plan: "growth@1" });
    await makeSubscription(store, { tenantId: tenant.id, nextAt: new Date("2026-01-01T00:00:00Z") });
  }
  await store.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(child, ".."), { recursive: true, force: true });
});

/** Runs the child until it is done, or kills it so many ms after it was ready. */
function live(killAfterMs: number | null): Promise<"done" | "killed"> {
  return new Promise((settle, reject) => {
    const process_ = spawn(process.execPath, [child, file, String(NOW)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, errors] = ["", ""];
    process_.stderr.on("data", (data) => {
      errors += data;
    });
    process_.stdout.on("data", (data) => {
      const first = !out;
      out += data;
      if (first && killAfterMs !== null) setTimeout(() => process_.kill("SIGKILL"), killAfterMs);
    });
    process_.on("exit", (_code, signal) => {
      if (out.includes("DONE")) settle("done");
      else if (signal === "SIGKILL") settle("killed");
      else reject(new Error(`the child ended early: ${out}${errors}`));
    });
  });
}

it(`kill -9 through a run of ${TENANTS} tenants: no gap, no double, no missing invoice`, async () => {
  let kills = 0;
  for (let i = 0; i < KILLS; i++) if ((await live(5 + ((i * 37) % 150))) === "killed") kills++;
  expect(await live(null)).toBe("done");
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
  expect(kills).toBeGreaterThan(0);
}, 900_000);
