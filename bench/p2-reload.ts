/** One whole reload of P2's rows in a process of its own, as the portal runs it: what it keeps and what it needs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReloadManager, type ReloadRequest } from "@/server/builtin/reload/manager";
import type { ReloadEnd } from "@/server/builtin/reload/messages";
import { createSourcePolicy } from "@/server/builtin/sources/policy";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { processEntry } from "@/server/shared/processes";

/** Memory of the smallest plan. */
const PLAN_MB = 1024;
const LOOK_MS = 50;

export interface WholeReload {
  /** The sealed generation: rows, index, code tables. */
  bytes: number;
  /** Largest resident memory the process ever had, runtime and all; megabytes. */
  peakMb: number;
  seconds: number;
}

/** @param folder where `file` lies, a CSV or Parquet file of the `rows` */
export async function wholeReload(folder: string, file: string, rows: number): Promise<WholeReload> {
  const work = mkdtempSync(join(tmpdir(), "tenantry-p2-"));
  const manager = createReloadManager({
    scratch: join(work, "scratch"),
    logs: join(work, "logs"),
    entry: processEntry("reload", { built: false }),
    maxReloads: 1,
    clock: systemClock,
    log: silentLogger,
  });
  let peakKb = 0;
  const watch = setInterval(() => {
    peakKb = Math.max(peakKb, highWater(manager.live("r1")?.pid));
  }, LOOK_MS);
  const start = performance.now();
  try {
    const end = await new Promise<ReloadEnd>((resolve) =>
      manager.start({
        job: jobOf(work, folder, file, rows),
        key: async () => ({ id: "dek_1", bytes: Buffer.alloc(32, 7) }),
        secret: async () => null,
        policy: createSourcePolicy({ localOnly: true, hosts: [], fileFolders: [folder], uploads: null }),
        onStart: async () => undefined,
        onEnd: async (how) => resolve(how),
      }),
    );
    if (end.state !== "succeeded") throw new Error(`the reload ended ${JSON.stringify(end)}`);
    if (end.facts.rows !== rows) throw new Error(`the reload gave ${end.facts.rows} rows`);
    return {
      bytes: storedBytes(join(work, "generations")),
      peakMb: peakKb / 1024,
      seconds: (performance.now() - start) / 1000,
    };
  } finally {
    clearInterval(watch);
    await manager.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The facts of a generation leave its code tables out. */
function storedBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    statSync(join(folder, name)),
  );
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
}

function jobOf(work: string, folder: string, file: string, rows: number): ReloadRequest["job"] {
  return {
    tenant: "ten_1",
    app: "app_1",
    title: "Sales",
    reload: "r1",
    generation: "gen_1",
    attempt: 1,
    script: "LIB CONNECT TO 'files';\nSales:\nLOAD *;\nSQL SELECT * FROM sales;\n",
    parameters: {},
    tables: [],
    mapping: {},
    slots: {},
    connections: {
      files: { kind: "files", properties: { folder, files: { sales: file } }, secretHmac: null },
    },
    files: [],
    limits: { rows, memoryMb: PLAN_MB, seconds: 3600, storageMb: 20_000 },
    now: new Date().toISOString(),
    zone: "UTC",
    folders: { generations: join(work, "generations"), templates: work, stored: work },
  };
}

/** Kilobytes; 0 where there is no such process. */
function highWater(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
