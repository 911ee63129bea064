import type { WorkflowEvent, Workflows } from "@/server/workflows/port";

const PAGE = 500;
/** Wakes a stream that missed a notice: another process may have written. */
const LOOK_AGAIN_MS = 2_000;

const ENDED = new Set(["succeeded", "failed", "cancelled", "undone", "undo-failed"]);

/** Resolves at the next notice of any of the runs, after a while, or when the reader goes. */
function nextNotice(
  workflows: Workflows,
  rootIds: readonly string[],
  signal: AbortSignal,
): { ready: Promise<void>; drop(): void } {
  let drop: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOOK_AGAIN_MS);
    const off = rootIds.map((id) => workflows.onEvents(id, resolve));
    const gone = () => resolve();
    signal.addEventListener("abort", gone, { once: true });
    drop = () => {
      clearTimeout(timer);
      for (const stop of off) stop();
      signal.removeEventListener("abort", gone);
      resolve();
    };
  });
  return { ready, drop };
}

async function readPages(workflows: Workflows, rootIds: readonly string[], after: number) {
  return Promise.all(rootIds.map((id) => workflows.events(id, after, PAGE)));
}

/**
 * The next events of all the runs together, by id; and whether there are more. Runs are read one after the other, so
 * what was written in between is left to the next page: of several runs only what is older than the first reading's
 * newest event is passed on, read a second time.
 */
async function nextPage(workflows: Workflows, rootIds: readonly string[], after: number) {
  const first = await readPages(workflows, rootIds, after);
  const newest = Math.max(after, ...first.map((p) => p.at(-1)?.id ?? 0));
  const pages = rootIds.length === 1 ? first : await readPages(workflows, rootIds, after);
  // A full page of one run may hide later events of it: nothing beyond its end may be passed on before them.
  const full = pages.filter((p) => p.length === PAGE).map((p) => p.at(-1)?.id ?? 0);
  const safe = Math.min(newest, ...full);
  const merged = pages.flat().sort((a, b) => a.id - b.id);
  return { events: merged.filter((e) => e.id <= safe), more: full.length > 0 };
}

async function allEnded(workflows: Workflows, rootIds: readonly string[]): Promise<boolean> {
  const runs = await Promise.all(rootIds.map((id) => workflows.get(id)));
  return runs.every((run) => !run || ENDED.has(run.state));
}

/**
 * Events of runs and their children after the last one seen, then live ones, each once and in order; ends when all
 * of the runs have ended. The permission was checked by whoever calls this.
 */
export async function* streamRunEvents(
  workflows: Workflows,
  rootIds: readonly string[],
  after: number,
  signal: AbortSignal,
): AsyncGenerator<WorkflowEvent> {
  let last = after;
  while (!signal.aborted) {
    // Listening begins before reading: what is written in between is not missed.
    const notice = nextNotice(workflows, rootIds, signal);
    try {
      const over = await allEnded(workflows, rootIds);
      const { events, more } = await nextPage(workflows, rootIds, last);
      for (const event of events) {
        last = event.id;
        yield event;
      }
      if (more) continue;
      if (over) return;
      await notice.ready;
    } finally {
      notice.drop();
    }
  }
}

/** The same as server-sent events; an `end` event tells that nothing more will come. */
export function sseResponse(events: AsyncGenerator<WorkflowEvent>, abort: AbortController): Response {
  const encoder = new TextEncoder();
  let ping: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      ping = setInterval(() => controller.enqueue(encoder.encode(": ping\n\n")), 10_000);
    },
    async pull(controller) {
      const { value, done } = await events.next();
      if (!done) {
        const { id, type, ...rest } = value;
        controller.enqueue(encoder.encode(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(rest)}\n\n`));
        return;
      }
      clearInterval(ping);
      controller.enqueue(encoder.encode("event: end\ndata: {}\n\n"));
      controller.close();
    },
    async cancel() {
      clearInterval(ping);
      abort.abort();
      await events.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
