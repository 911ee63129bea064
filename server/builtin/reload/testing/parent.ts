import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { createReloadManager } from "../manager";
import { testReload } from "./jobs";

interface Wish {
  folder: string;
  orders: string[];
  /** The puppet. */
  entry: ProcessEntry;
}

/** A portal with one reload, for tests that kill it: tells the reload's process id. */
process.once("message", ({ folder, orders, entry }: Wish) => {
  const manager = createReloadManager({
    scratch: folder,
    logs: folder,
    uploads: folder,
    entry,
    maxReloads: 1,
    clock: systemClock,
    log: silentLogger,
  });
  manager.start(testReload("r1", orders));
  setInterval(async () => {
    const log = await manager.log("ten_1", "r1", 0);
    if (log.length > 0) process.send?.(manager.live("r1")?.pid);
  }, 20);
});
