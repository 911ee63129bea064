import type { StepCall } from "../port";
import type { Batch } from "./batch";
import type { Execution } from "./execution";
import type { StepRow } from "./rows";

/** Four notes a second are enough for eyes; the newest wins and the last one is always written. */
const INTERVAL_MS = 250;

export interface Reporter {
  report: StepCall["report"];
  /** Ends reporting; the returned unit writes the note that was held back, if there is one. */
  end(): (batch: Batch) => void;
}

interface Note {
  type: string;
  data: Record<string, unknown>;
}

const nothing = () => {};

/** Most steps never report: what reporting takes is made with the first note. */
export function lazyReporter(exec: Execution, row: StepRow): Reporter {
  let reporter: Reporter | undefined;
  return {
    report(type, data) {
      reporter ??= startReporter(exec, row);
      return reporter.report(type, data);
    },
    end: () => reporter?.end() ?? nothing,
  };
}

function startReporter(exec: Execution, row: StepRow): Reporter {
  let held: Note | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let timer: AbortController | null = null;
  let ended = false;

  function append(batch: Batch, { type, data }: Note): void {
    batch.event(exec.row, null, "step.report", { ...data, seq: row.seq, step: row.name, type }, exec.now());
  }

  async function write(note: Note): Promise<void> {
    last = exec.now();
    await exec.write((batch) => append(batch, note));
  }

  function hold(note: Note): void {
    held = note;
    if (timer) return;
    timer = new AbortController();
    exec.engine.clock.sleep(INTERVAL_MS - (exec.now() - last), timer.signal).then(
      () => {
        timer = null;
        const note = held;
        held = null;
        if (note && !ended) write(note).catch(() => undefined);
      },
      () => undefined,
    );
  }

  return {
    async report(type, data) {
      if (ended || exec.stopping === "lost") return;
      if (exec.now() - last >= INTERVAL_MS && !timer) await write({ type, data });
      else hold({ type, data });
    },
    end() {
      ended = true;
      timer?.abort();
      const note = held;
      return (batch) => {
        if (note) append(batch, note);
      };
    },
  };
}
