import { systemClock } from "@/server/shared/clock";
import { notFound } from "@/server/shared/errors";
import type { WorkflowRun, Workflows } from "../port";
import type { Announcer } from "./announce";
import type { Engine } from "./engine";
import { isEnded, toRun } from "./rows";

/** A reason made once: by default every abort makes an error with a stack. */
const OVER = new Error("The wait is over.");

/** For ends that another process writes; real time, whatever the runs' clock is. */
const LOOK_MS = 1_000;

/** Resolves with the ended run, after its `onState` has been told where this process runs it. */
export async function waitForEnd(
  engine: Engine,
  announcer: Announcer,
  get: Workflows["get"],
  id: string,
  signal?: AbortSignal,
): Promise<WorkflowRun> {
  signal?.throwIfAborted();
  const over = new AbortController();
  let off = () => {};
  const here = new Promise<WorkflowRun>((resolve) => {
    off = engine.hub.onEnd(id, (run) => resolve(toRun(run)));
  });
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([here, aborted, look(announcer, get, id, over.signal)]);
  } finally {
    off();
    over.abort(OVER);
  }
}

async function look(
  announcer: Announcer,
  get: Workflows["get"],
  id: string,
  over: AbortSignal,
): Promise<WorkflowRun> {
  for (;;) {
    const run = await get(id);
    if (!run) throw notFound("run", id);
    if (isEnded(run.state) && !announcer.busy(id)) return run;
    const stopped = await systemClock.sleep(LOOK_MS, over).then(
      () => false,
      () => true,
    );
    if (stopped) return run;
  }
}
