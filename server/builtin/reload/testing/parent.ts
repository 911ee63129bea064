import { systemClock } from "@/server/shared/clock";
import { silentLogger } from "@/server/shared/logger";
import { createReloadManager } from "../manager";
import { puppet, testReload } from "./jobs";

/** A portal with one reload, for tests that kill it: tells the reload's process id. Folder and orders by IPC. */
process.once("message", ({ folder, orders }: { folder: string; orders: string[] }) => {
  const manager = createReloadManager({
    scratch: folder,
    logs: folder,
    entry: puppet,
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
