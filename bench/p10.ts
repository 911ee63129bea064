/**
 * P10: a portal that nobody asks anything, with 10,000 tenants: memory of all its processes, time from the start until
 * it is ready, and memory a tenant costs beside an empty portal. Needs a built portal, and Linux, whose `/proc` says what
 * memory a process has for itself.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type RunningPortal, startPortal } from "@/e2e/fixtures/running-portal";
import { type CaseSpec, runBench } from "./report";

const TENANTS = 10_000;
const LIMITS = { megabytes: 350, seconds: 3, kilobytesPerTenant: 20 };
/** After the start, until what is done once is done. */
const SETTLE_MS = 10_000;

const open: RunningPortal[] = [];

async function started(fleet: 0 | 10_000): Promise<RunningPortal> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("P10 needs a built portal: npm run build");
  if (!existsSync("/proc/self/smaps_rollup"))
    throw new Error("P10 reads /proc/PID/smaps_rollup, which is not here");
  const portal = await startPortal({ sample: "off", fleet, env: {} });
  open.push(portal);
  return portal;
}

/** Pids of a process and of all it started. */
function family(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const parent = parentOf(Number(entry));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (of: number): number[] => [of, ...(children.get(of) ?? []).flatMap(below)];
  return below(pid);
}

/** Null for a process that has just ended. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold blanks and brackets.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

/** Megabytes of a portal's processes; what several of them share counts once. */
function memoryOf(portal: RunningPortal): number {
  const kilobytes = family(portal.pid()).map((pid) => {
    const [, found] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return Number(found ?? 0);
  });
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

async function idleMemory(portal: RunningPortal): Promise<number> {
  await portal.restart();
  await wait(SETTLE_MS);
  return memoryOf(portal);
}

async function rss(): Promise<CaseSpec> {
  const portal = await started(10_000);
  return {
    unit: "MB",
    yardstick: LIMITS.megabytes,
    warmups: 0,
    ours: () => idleMemory(portal),
    details: () => ({ tenants: TENANTS, processes: family(portal.pid()).length }),
  };
}

async function start(): Promise<CaseSpec> {
  const portal = await started(10_000);
  return {
    unit: "s",
    yardstick: LIMITS.seconds,
    async ours() {
      await portal.kill();
      const began = performance.now();
      await portal.restart();
      return (performance.now() - began) / 1000;
    },
    details: () => ({ tenants: TENANTS }),
  };
}

/** The same portal with tenants and without any, in turns. */
async function perTenant(): Promise<CaseSpec> {
  const [full, empty] = [await started(10_000), await started(0)];
  return {
    unit: "kB",
    yardstick: LIMITS.kilobytesPerTenant,
    warmups: 0,
    ours: async () => Math.max(0, ((await idleMemory(full)) - (await idleMemory(empty))) * 1024) / TENANTS,
    details: () => ({ tenants: TENANTS }),
  };
}

await runBench("p10", { "rss-10k": rss, start, "per-tenant": perTenant });
await Promise.all(open.map((portal) => portal.stop()));
