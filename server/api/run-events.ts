import type { WorkflowEvent, Workflows } from "@/server/workflows/port";

const PAGE = 500;
/** Wakes a stream that missed a notice: another process may have written. */
const LOOK_AGAIN_MS = 2_000;

const ENDED = new Set(["succeeded", "failed", "cancelled", "undone", "undo-failed"]);

/** Resolves at the next notice, after a while, or when the reader goes. */
function nextNotice(
  workflows: Workflows,
  rootId: string,
  signal: AbortSignal,
): { ready: Promise<void>; drop(): void } {
  let drop: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LOOK_AGAIN_MS);
    const off = workflows.onEvents(rootId, resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    drop = () => {
      clearTimeout(timer);
      off();
      resolve();
    };
  });
  return { ready, drop };
}

/**
 * Events of a run and its children after the last one seen, then live ones, each once and in order; ends with the run.
 * The permission was checked by whoever calls this.
 */
export async function* streamRunEvents(
  workflows: Workflows,
  rootId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<WorkflowEvent> {
  let last = after;
  while (!signal.aborted) {
    // Listening begins before reading: what is written in between is not missed.
    const notice = nextNotice(workflows, rootId, signal);
    try {
      const run = await workflows.get(rootId);
      const events = await workflows.events(rootId, last, PAGE);
      for (const event of events) {
        last = event.id;
        yield event;
      }
      if (events.length === PAGE) continue;
      if (!run || ENDED.has(run.state)) return;
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
