import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { insertFleet } from "@/db/seed/fleet";
import { openSqliteStore } from "@/db/store.sqlite";
import { getHome } from "@/server/home";
import type { Context } from "@/server/shared/context";
import { listTenants, tenantFacets, tenantFacts } from "@/server/tenants";
import { TENANT_SORTS } from "@/server/tenants/schemas";
import { as, operator, testServices } from "@/server/testing/context";
import { type CaseSpec, runBench } from "./report";

/** What quality.md asks of a verb behind a list. */
const LIMIT_MS = 20;
/** What the start page may take over 10,000 tenants. */
const HOME_LIMIT_MS = 50;
const TENANTS = 100_000;
const CALLS = 40;

const p95 = (times: number[]) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;

let fleets: Map<number, Promise<Context>> | undefined;
const folders: string[] = [];

/** A fleet in a file of its own, as a portal has it; made once per size. */
function fleet(count: number): Promise<Context> {
  fleets ??= new Map();
  const made = fleets.get(count) ?? makeFleet(count);
  fleets.set(count, made);
  return made;
}

async function makeFleet(count: number): Promise<Context> {
  const folder = mkdtempSync(join(tmpdir(), "tenantry-p4-"));
  folders.push(folder);
  const store = await openSqliteStore(join(folder, "tenantry.db"));
  await insertFleet(store, count);
  return as(await testServices({ store }), operator());
}

/** One run is many calls, each another question; its figure is their p95 in milliseconds. */
async function spec(calls: ((i: number) => Promise<unknown>)[], yardstick = LIMIT_MS): Promise<CaseSpec> {
  const slowest: Record<string, number> = {};
  return {
    unit: "ms",
    yardstick,
    async ours() {
      const times: number[] = [];
      for (let i = 0; i < CALLS; i++) {
        const call = calls[i % calls.length];
        const began = performance.now();
        await call?.(i);
        times.push(performance.now() - began);
      }
      slowest.ms = Number(Math.max(...times).toPrecision(4));
      return p95(times);
    },
    details: () => ({ calls: CALLS, slowestMs: slowest.ms, tenants: TENANTS }),
  };
}

/** Walks forward, fifty pages deep and further: a keyset page costs the same wherever it is. */
async function page(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  let cursor: string | undefined;
  return spec([
    async () => {
      const { next } = await listTenants(ctx, { cursor, limit: 50 });
      cursor = next ?? undefined;
    },
  ]);
}

/** What a page shows beside its rows: apps, last reloads and rows of 50 tenants. */
async function facts(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  const { items } = await listTenants(ctx, { limit: 50 });
  return spec([() => tenantFacts(ctx, { ids: items.map((tenant) => tenant.id) })]);
}

async function filter(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  return spec([
    () => listTenants(ctx, { state: "failed" }),
    () => listTenants(ctx, { plan: "enterprise@1" }),
    () => listTenants(ctx, { state: "suspended", plan: "starter@1" }),
    () => listTenants(ctx, { health: "late" }),
  ]);
}

async function sort(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  return spec(
    TENANT_SORTS.flatMap((by) => [
      () => listTenants(ctx, { sort: by, dir: "asc" }),
      () => listTenants(ctx, { sort: by, dir: "desc" }),
    ]),
  );
}

async function search(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  const words = ["cedar", "käfer energie", "99", "harbor books gmbh", "no such name", "granit-toys-ltd-5"];
  return spec(words.map((q) => () => listTenants(ctx, { q })));
}

/** The counts beside the filters: one pass over the fleet, not a list; told apart, so that the list's figure is honest. */
async function facets(): Promise<CaseSpec> {
  const ctx = await fleet(TENANTS);
  return spec([() => tenantFacets(ctx)]);
}

async function home(): Promise<CaseSpec> {
  const ctx = await fleet(10_000);
  const made = await spec([() => getHome(ctx)], HOME_LIMIT_MS);
  return { ...made, details: () => ({ ...made.details?.(), tenants: 10_000 }) };
}

await runBench("p4", { page, filter, sort, search, facts, facets, home });
for (const folder of folders) rmSync(folder, { recursive: true, force: true });
