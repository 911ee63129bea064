import { notFound } from "@/server/shared/errors";
import type { WorkflowRun, Workflows } from "../port";
import type { Announcer } from "./announce";
import type { Engine } from "./engine";
import { isEnded } from "./rows";

/** For ends that another process writes. */
const LOOK_MS = 1_000;

/** Resolves with the ended run, after its `onState` has been told where this process runs it. */
export async function waitForEnd(
  engine: Engine,
  announcer: Announcer,
  get: Workflows["get"],
  id: string,
  signal?: AbortSignal,
): Promise<WorkflowRun> {
  for (;;) {
    signal?.throwIfAborted();
    const over = new AbortController();
    const stop = () => over.abort(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    const off = engine.hub.onEnd(id, () => over.abort());
    try {
      const run = await get(id);
      if (!run) throw notFound("run", id);
      if (isEnded(run.state) && !announcer.busy(id)) return run;
      await engine.clock.sleep(LOOK_MS, over.signal).catch(() => undefined);
    } finally {
      off();
      signal?.removeEventListener("abort", stop);
    }
  }
}
