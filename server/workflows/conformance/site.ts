import type { StepError } from "@/db/schema";
import type { Clock } from "@/server/shared/clock";
import type { Workflows } from "../port";

/** One installation of a driver: a database, and processes that come and go. */
export interface Site {
  /** A new driver on this site's database, as a process of its own would have it. Not launched. */
  driver(options?: { clock?: Clock }): Workflows;
  /** What `kill -9` does: nothing is written any more, and the driver's process counts as dead. */
  crash(driver: Workflows): void;
  /** Tries that did not end well, oldest first. */
  tries(runId: string): Promise<{ seq: number; attempt: number; phase: "do" | "undo"; error: StepError }[]>;
  /** Everything the database holds, as text: to look for what must not be in it. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

export type OpenSite = () => Promise<Site>;

/** Runs a test with a site of its own. */
export function onSite(open: OpenSite, body: (site: Site) => Promise<void>): () => Promise<void> {
  return async () => {
    const site = await open();
    try {
      await body(site);
    } finally {
      await site.close();
    }
  };
}

/** Waits for a condition, without moving any clock of a test. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`did not happen: ${what}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}

/** Lets a number of event-loop turns pass: for "and nothing else happens". */
export async function turns(count = 50): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((done) => setImmediate(done));
}

export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

/** Holds a step back until the test opens it. */
export function gate(): Gate {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** A promise that rejects with the signal's reason: a step that heeds its signal. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Notes that something began, and goes on with it. */
export function noting<T>(log: string[], line: string, work: Promise<T>): Promise<T> {
  log.push(line);
  return work;
}

/** States a run went through, by its events. */
export async function statesOf(driver: Workflows, rootId: string, runId = rootId): Promise<unknown[]> {
  const events = await driver.events(rootId, 0);
  return events.filter((e) => e.type === "run.state" && e.runId === runId).map((e) => e.data.state);
}

export async function stepStates(driver: Workflows, runId: string): Promise<string[]> {
  return (await driver.steps(runId)).map((step) => `${step.name}:${step.state}`);
}
