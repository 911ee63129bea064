import { eq } from "drizzle-orm";
import { AppError } from "@/server/shared/errors";
import type { Workflows } from "../port";
import { cancelFamily, cancelOne } from "./cancel";
import { DEFAULT_QUEUE, type Engine, newRunRow } from "./engine";
import { pruneSome } from "./prune";
import { findRun, retryRun } from "./retry";
import { isEnded } from "./rows";
import { nextTime, putSchedule } from "./schedules";
import { requestUndo } from "./undo-request";

type Commands = Pick<
  Workflows,
  "start" | "cancel" | "undo" | "retryFrom" | "schedule" | "unschedule" | "prune"
>;

/** The port's writing half. Each is one transaction (but `prune`, which takes as many as it needs). */
export function createCommands(engine: Engine): Commands {
  const { writer, clock } = engine;
  return {
    async start(name, input, { id, queue = DEFAULT_QUEUE, tenant, priority, delayMs = 0 }) {
      const now = clock.now().getTime();
      const row = newRunRow({ id, name, input, queue, tenant, priority, dueAt: now + delayMs }, now);
      const made = writer.write((batch) => batch.insertRuns([row]));
      // Asked for now, so that the claim can share the insert's transaction.
      engine.seeQueue(queue);
      if (delayMs <= 0) engine.queued(queue);
      await made;
      return id;
    },
    async cancel(id) {
      await writer.settled();
      await writer.write(async (batch) => {
        const row = await findRun(batch, id);
        if (row.state !== "queued" && row.state !== "running") return;
        await cancelFamily(batch, engine, id);
        await cancelOne(batch, engine, row);
      });
    },
    async undo(id) {
      await writer.settled();
      await writer.write(async (batch) => {
        const row = await findRun(batch, id);
        if (row.state === "undone") return;
        if (!isEnded(row.state)) throw notEnded(id, row.state);
        await requestUndo(batch, row, clock.now().getTime());
      });
      engine.resumable();
    },
    async retryFrom(id, step) {
      await writer.settled();
      await writer.write((batch) => retryRun(batch, clock.now(), id, step));
    },
    async schedule(id, spec) {
      nextTime(spec.cron, spec.zone, clock.now());
      const next = await writer.write((batch) => putSchedule(batch, clock.now(), id, spec));
      engine.dueAt(next.getTime());
    },
    async unschedule(id) {
      await writer.write(async (batch) => {
        const schedules = batch.tables.workflowSchedules;
        await batch.db.delete(schedules).where(eq(schedules.id, id));
      });
    },
    async prune(before) {
      await writer.settled();
      for (let total = 0; ; ) {
        const { runs, more } = await writer.write((batch) => pruneSome(batch, before));
        total += runs;
        if (!more) return total;
      }
    },
  };
}

function notEnded(id: string, state: string): AppError {
  return new AppError("conflict", "workflows.not_ended", `The run "${id}" is ${state}.`, {
    advice: "Wait until it has ended; cancelling it undoes its steps as well.",
    params: { run: id, state },
  });
}
