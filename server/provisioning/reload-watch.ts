import type { ReloadProgress } from "@/db/schema";
import type { GenerationFacts, ReloadLogLine, ReloadStatus, StartReloadSpec } from "@/server/platform/port";
import { countReloadLog, type ReloadRow, recordReload } from "@/server/reloads";
import { AppError, toErrorData } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import { isDrain, type StepCall } from "@/server/workflows/port";
import { platformCall, type Room } from "./room";

const POLL_MS = 400;
/** Small reloads end within a second: they are not kept waiting for a slow question. */
const FIRST_POLL_MS = 50;
const MAX_RESTARTS = 5;
/** Unanswered questions in a row before the step gives up and is retried. */
const MAX_SILENCE = 10;

/** One reload of one step: its row, and the call by which the platform knows it. */
export interface Watched {
  room: Room;
  call: StepCall;
  row: ReloadRow;
  spec: StartReloadSpec;
}

/** The platform's key of a reload: a retried step begins another reload, so the row's id is part of it. */
export function reloadCall(watched: Pick<Watched, "room" | "call" | "row">, signal?: AbortSignal) {
  const call = platformCall(watched.room, watched.call, signal);
  return { ...call, key: `${call.key}:${watched.row.id}` };
}

/**
 * Starts the reload, or finds it running, and watches it to its end: progress and log go into Tenantry's rows and out
 * as reports. One whose process died is started again. Cancelling stops it; a stopping process leaves it alone.
 * @throws the reload's own error; `reloads.interrupted` where its process dies again and again
 */
export async function watchReload(watched: Watched): Promise<GenerationFacts> {
  const { room, call, row, spec } = watched;
  const { ctx, platform, tenant } = room;
  const notes = new Notes(watched, await countReloadLog(ctx, row));
  try {
    const { reloadId } = await platform.startReload.apply(reloadCall(watched), spec);
    for (let pause = FIRST_POLL_MS; ; pause = Math.min(pause * 1.5, POLL_MS)) {
      const status = await notes.ask(() => platform.reloadStatus(tenant, reloadId));
      if (status) {
        await notes.take(status, await platform.reloadLog(tenant, reloadId, notes.lines).catch(() => []));
        if (status.interrupted) await restart(watched, notes);
        else if (status.state === "succeeded" && status.generation) return status.generation;
        else if (status.state !== "queued" && status.state !== "running") throw failure(status);
      }
      await ctx.clock.sleep(pause, call.signal);
    }
  } catch (error) {
    if (call.signal.aborted && !isDrain(call.signal.reason)) await stop(watched);
    throw error;
  }
}

async function restart(watched: Watched, notes: Notes): Promise<void> {
  const { room, spec } = watched;
  if (notes.attempt > MAX_RESTARTS)
    throw new AppError(
      "unavailable",
      "reloads.interrupted",
      "The reload's process ended before it was done.",
      {
        advice: "Look at the server's memory, then retry.",
        retryable: false,
      },
    );
  await notes.next();
  await room.platform.startReload.apply(reloadCall(watched), spec);
}

async function stop({ room, row }: Watched): Promise<void> {
  const { ctx, platform, tenant } = room;
  try {
    await platform.cancelReload(tenant, row.id);
  } catch (error) {
    ctx.log.warn({ err: error, reload: row.id }, "a cancelled reload could not be stopped");
  }
  await recordReload(ctx, row, { state: "cancelled", endedAt: ctx.clock.now() });
}

function failure(status: ReloadStatus): AppError {
  const { error, state } = status;
  const { code, message, advice, params, retryable } = error ?? {
    code: `reloads.${state}`,
    message: `The reload ended as ${state}.`,
    retryable: false,
  };
  return new AppError(state === "limit-exceeded" ? "limit" : "failed", code, message, {
    ...(advice ? { advice } : {}),
    ...(params ? { params } : {}),
    retryable,
  });
}

/** What is already told of a reload: nothing is written or reported twice. */
class Notes {
  attempt: number;
  private told = "";
  private silence = 0;
  private started: boolean;

  constructor(
    private readonly watched: Watched,
    /** Log lines kept so far. */
    public lines: number,
  ) {
    this.attempt = watched.row.attempt;
    this.started = watched.row.startedAt !== null;
  }

  /** The answer, or null where the platform did not answer this time. */
  async ask(question: () => Promise<ReloadStatus>): Promise<ReloadStatus | null> {
    try {
      const answer = await question();
      this.silence = 0;
      return answer;
    } catch (error) {
      if (!toErrorData(error).retryable || ++this.silence > MAX_SILENCE) throw error;
      return null;
    }
  }

  async take(status: ReloadStatus, lines: ReloadLogLine[]): Promise<void> {
    const { room, call, row } = this.watched;
    const state = status.interrupted ? "running" : status.state;
    const told = { state, attempt: this.attempt, progress: status.progress };
    const news = canonicalJson(told);
    if (news === this.told && lines.length === 0) return;
    await recordReload(room.ctx, row, this.changes(status), lines);
    this.lines += lines.length;
    if (news !== this.told) await call.report("reload", { reload: row.id, app: row.appId, ...told });
    this.told = news;
  }

  private changes(status: ReloadStatus) {
    const now = this.watched.room.ctx.clock.now();
    const { state, error, interrupted } = status;
    const progress: ReloadProgress | undefined = status.progress;
    const begins = state !== "queued" && !this.started;
    if (begins) this.started = true;
    const ended = !interrupted && state !== "queued" && state !== "running";
    return {
      state: interrupted ? ("running" as const) : state,
      attempt: this.attempt,
      ...(progress ? { progress } : {}),
      ...(begins ? { startedAt: now } : {}),
      ...(ended ? { endedAt: now, error: error ?? null } : {}),
    };
  }

  async next(): Promise<void> {
    const { room, row } = this.watched;
    this.attempt += 1;
    await recordReload(room.ctx, row, { attempt: this.attempt, state: "running" });
  }
}
