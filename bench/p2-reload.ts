/** Reloads of P2's rows in processes of their own, as the portal runs them: what they keep and what they need. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReloadManager, type ReloadManager, type ReloadRequest } from "@/server/builtin/reload/manager";
import type { ReloadEnd } from "@/server/builtin/reload/messages";
import { createSourcePolicy } from "@/server/builtin/sources/policy";
import { bundle } from "@/server/setup/bundles.mjs";
import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { PROCESS_SOURCES, processEntry } from "@/server/shared/processes";

/** Memory of the smallest plan. */
const PLAN_MB = 1024;
const LOOK_MS = 50;
const WHOLE = "LIB CONNECT TO 'files';\nSales:\nLOAD *;\nSQL SELECT * FROM sales;\n";

export interface WholeReload {
  /** The sealed generation: rows, index, code tables. */
  bytes: number;
  /** Largest resident memory the process ever had, runtime and all; megabytes. */
  peakMb: number;
  seconds: number;
}

/** @param folder where `file` lies, a CSV or Parquet file of the `rows` */
export async function wholeReload(folder: string, file: string, rows: number): Promise<WholeReload> {
  const reloads = await Reloads.of(folder, { sales: file }, WHOLE);
  try {
    const done = await reloads.run(rows);
    return { ...done, bytes: reloads.storedBytes() };
  } finally {
    await reloads.close();
  }
}

export type Start = Pick<ReloadRequest["job"], "from" | "partial">;

/** Reloads of one app, one after the other. */
export class Reloads {
  readonly work = mkdtempSync(join(tmpdir(), "tenantry-p2-"));
  private readonly manager: ReloadManager;
  private count = 0;

  private constructor(
    private readonly folder: string,
    private readonly files: Record<string, string>,
    private readonly script: string,
  ) {
    this.manager = createReloadManager({
      scratch: join(this.work, "scratch"),
      logs: join(this.work, "logs"),
      uploads: join(this.work, "uploads"),
      entry: processEntry("reload", { built: true }),
      maxReloads: 1,
      clock: systemClock,
      log: silentLogger,
    });
  }

  /** @param files by the name a script has for them, in `folder` */
  static async of(folder: string, files: Record<string, string>, script: string): Promise<Reloads> {
    const { reload } = PROCESS_SOURCES;
    await bundle({ reload });
    return new Reloads(folder, files, script);
  }

  /**
   * @param rows there must be then
   * @param start generation it starts from, and whether it is a partial reload
   */
  async run(
    rows: number,
    start: Start = {},
  ): Promise<{ generation: string; peakMb: number; seconds: number }> {
    let peakKb = 0;
    const reload = `r${++this.count}`;
    const watch = setInterval(() => {
      peakKb = Math.max(peakKb, highWater(this.manager.live(reload)?.pid));
    }, LOOK_MS);
    const began = performance.now();
    try {
      const end = await new Promise<ReloadEnd>((resolve) =>
        this.manager.start({
          job: this.job(reload, rows, start),
          key: async () => ({ id: "dek_1", bytes: Buffer.alloc(32, 7) }),
          secret: async () => null,
          policy: createSourcePolicy({
            localOnly: true,
            hosts: [],
            fileFolders: [this.folder],
            uploads: null,
          }),
          onStart: async () => undefined,
          onEnd: async (how) => resolve(how),
        }),
      );
      if (end.state !== "succeeded") throw new Error(`the reload ended ${JSON.stringify(end)}`);
      if (end.facts.rows !== rows) throw new Error(`the reload gave ${end.facts.rows} rows`);
      const seconds = (performance.now() - began) / 1000;
      return { generation: end.facts.id, peakMb: peakKb / 1024, seconds };
    } finally {
      clearInterval(watch);
    }
  }

  /** The facts of a generation leave its code tables out. */
  storedBytes(): number {
    const folder = join(this.work, "generations");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      statSync(join(folder, name)),
    );
    return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  }

  async close(): Promise<void> {
    await this.manager.close();
    this.remove();
  }

  /** All files; nothing may run any more. */
  remove(): void {
    rmSync(this.work, { recursive: true, force: true });
  }

  private job(reload: string, rows: number, start: Start): ReloadRequest["job"] {
    const { work, folder, files, script } = this;
    return {
      tenant: "ten_1",
      app: "app_1",
      title: "Sales",
      reload,
      generation: `gen_${reload}`,
      ...start,
      attempt: 1,
      script,
      parameters: {},
      tables: [],
      mapping: {},
      slots: {},
      connections: { files: { kind: "files", properties: { folder, files }, secretHmac: null } },
      files: [],
      limits: { rows, memoryMb: PLAN_MB, seconds: 3600, storageMb: 20_000 },
      now: new Date().toISOString(),
      zone: "UTC",
      folders: { generations: join(work, "generations"), templates: work, stored: work },
    };
  }
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
