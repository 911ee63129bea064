import { Worker } from "node:worker_threads";

/**
 * Ends this process when its parent is gone. A reader may hold the event loop for a long time, where no channel
 * says anything; so a thread of its own looks at the parent's process id.
 */
export function dieWithParent(): void {
  process.once("disconnect", () => process.exit(1));
  const watcher = new Worker(
    `const { workerData } = require("node:worker_threads");
     setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL"); }, 300);`,
    {
      eval: true,
      workerData: process.ppid,
      execArgv: [],
      stdout: false,
      stderr: false,
      resourceLimits: { maxOldGenerationSizeMb: 8 },
    },
  );
  watcher.unref();
}
