import { parentPort } from "node:worker_threads";
import { Scan } from "../scan";
import { begin, buffersOf, type Gathered, gatheredIn, type Job, passOf, sharesOfHeap } from "./job";

/** The helping thread: takes shares of passes until none are left, and sends back what it gathered. */

export interface Reply {
  id: number;
  gathered: Gathered;
}

const unhurried = { take: () => null };

async function work(job: Job): Promise<Gathered> {
  if (!begin(job.heap)) return null;
  const pass = passOf(job);
  const scan = new Scan(pass);
  await scan.runAll(sharesOfHeap(job.heap), unhurried);
  scan.end();
  return gatheredIn(pass);
}

parentPort?.on("message", async (job: Job) => {
  const gathered = await work(job).catch(() => null);
  const reply: Reply = { id: job.id, gathered };
  parentPort?.postMessage(reply, gathered ? buffersOf(gathered) : []);
});

parentPort?.on("messageerror", () => process.exit(1));
