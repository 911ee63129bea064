import type { ReloadProgress, StepError } from "@/db/schema";
import { RELOAD_STATES, RUN_STATES, type RunState, STEP_STATES, type StepState } from "@/db/schema/states";
import { mergeReload, type ReloadView, withProgress } from "./reload-view";
import type { RunAnswer, RunEvent, RunPart, RunSnapshot, StepFacts } from "./run-types";

/** Everything the run page shows, made from one snapshot and the events after it. */
export interface RunView {
  root: RunPart;
  children: RunPart[];
  reloads: ReloadView[];
  /** Events up to this id are in; older ones that come again change nothing. */
  lastEventId: number;
  /** Something happened that events alone do not tell (a child run, a retry): fetch the snapshot again. */
  outdated: boolean;
  /** Events since the last snapshot, so that one that comes late can be brought up to date. */
  recent: RunEvent[];
}

/** Events kept for that; a snapshot is renewed long before so many came. */
const RECENT = 2000;

const ENDED = new Set<string>(["succeeded", "failed", "cancelled", "undone", "undo-failed", "skipped"]);

/** Steps that are internal to the workflow and mean nothing to a reader. */
const visible = (step: StepFacts) => step.kind !== "emit";

const bySeq = (a: StepFacts, b: StepFacts) => a.seq - b.seq;

function cleanPart(part: RunPart): RunPart {
  return { run: part.run, steps: part.steps.filter(visible).sort(bySeq) };
}

/** The API's answer in the shape the view is made of. */
export function snapshotOf(answer: RunAnswer): RunSnapshot {
  const part = ({ steps, ...run }: RunAnswer["run"]["children"][number]): RunPart => ({ run, steps });
  const { children, ...root } = answer.run;
  return {
    ...part(root),
    children: children.map(part),
    reloads: answer.reloads.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
    lastEventId: answer.lastEventId,
  };
}

/**
 * The view of a snapshot. With the view shown so far, bars keep what they had, and events that are newer than the
 * snapshot are applied to it again: an answer that was long under way loses nothing.
 */
export function viewOf(snapshot: RunSnapshot, shown?: RunView): RunView {
  const same = shown?.root.run.id === snapshot.run.id ? shown : undefined;
  const before = new Map(same?.reloads.map((reload) => [reload.id, reload]));
  const view: RunView = {
    root: cleanPart(snapshot),
    children: snapshot.children.map(cleanPart),
    reloads: snapshot.reloads.map((facts) => mergeReload(before.get(facts.id), facts)),
    lastEventId: snapshot.lastEventId,
    outdated: false,
    recent: [],
  };
  return applyEvents(view, same?.recent ?? []);
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((v) => v === value);
}

/** A member of a step's output that is text. */
function textOf(output: unknown, key: "effect" | "message"): string | null {
  const value =
    typeof output === "object" && output !== null ? (output as Record<string, unknown>)[key] : null;
  return typeof value === "string" ? value : null;
}

function errorOf(value: unknown): StepError | null {
  if (typeof value !== "object" || value === null || !("message" in value)) return null;
  return value as StepError;
}

function withState(part: RunPart, state: RunState, event: RunEvent): RunPart {
  const ended = ENDED.has(state);
  const { run } = part;
  if (run.endedAt && event.at < run.endedAt) return part;
  return {
    ...part,
    run: {
      ...run,
      state,
      error: ended ? (errorOf(event.data.error) ?? run.error) : null,
      startedAt: run.startedAt ?? (state === "queued" ? null : event.at),
      endedAt: ended ? event.at : null,
    },
  };
}

function withStep(part: RunPart, seq: number, state: StepState, event: RunEvent): RunPart {
  const { data, at } = event;
  const before = part.steps.find((step) => step.seq === seq);
  // The snapshot already knew better than this event of before it.
  if (before && at < (before.endedAt ?? before.startedAt)) return part;
  const attempt = typeof data.attempt === "number" ? data.attempt : (before?.attempt ?? 1);
  const ended = ENDED.has(state);
  const begins = state === "running" && (!before || before.endedAt !== null);
  const step: StepFacts = {
    seq,
    name: typeof data.step === "string" ? data.step : (before?.name ?? ""),
    kind: oneOf(["step", "sleep", "emit", "child"] as const, data.kind) ?? before?.kind ?? "step",
    state,
    attempt,
    effect: textOf(data.output, "effect") ?? before?.effect ?? null,
    message: textOf(data.output, "message") ?? before?.message ?? null,
    error: errorOf(data.error) ?? (ended ? (before?.error ?? null) : null),
    startedAt: before && !begins ? before.startedAt : at,
    endedAt: ended ? at : null,
  };
  if (state === "succeeded") step.error = null;
  if (!visible(step)) return part;
  return { ...part, steps: [...part.steps.filter((s) => s.seq !== seq), step].sort(bySeq) };
}

function progressOf(value: unknown): ReloadProgress | null {
  const candidate = value as Partial<ReloadProgress> | null | undefined;
  return Array.isArray(candidate?.tables) && typeof candidate.rows === "number"
    ? (candidate as ReloadProgress)
    : null;
}

/** A running step's note: `{ type: "reload", reload, attempt, state, progress }`. Other notes are not shown. */
function withReport(view: RunView, { data, at }: RunEvent): RunView {
  const progress = progressOf(data.progress);
  if (data.type !== "reload" || !progress) return view;
  const known = view.reloads.find((reload) => reload.id === data.reload);
  if (!known) return { ...view, outdated: true };
  const attempt = typeof data.attempt === "number" ? data.attempt : known.attempt;
  const base =
    attempt === known.attempt ? known : mergeReload(undefined, { ...known, attempt, progress: null });
  const state = oneOf(RELOAD_STATES, data.state) ?? "running";
  const next = withProgress({ ...base, state }, progress, at.getTime());
  return { ...view, reloads: view.reloads.map((reload) => (reload.id === known.id ? next : reload)) };
}

/** True when the state says the run goes on after it had ended: its later steps are forgotten by the engine. */
function restarts(part: RunPart, state: RunState): boolean {
  return part.run.endedAt !== null && !ENDED.has(state);
}

function withPart(view: RunView, id: string, change: (part: RunPart) => RunPart): RunView {
  if (view.root.run.id === id) return { ...view, root: change(view.root) };
  return { ...view, children: view.children.map((part) => (part.run.id === id ? change(part) : part)) };
}

/** The view after one event. Events seen before change nothing, so a replay is always safe. */
export function applyEvent(shown: RunView, event: RunEvent): RunView {
  if (event.id <= shown.lastEventId) return shown;
  const view = { ...shown, lastEventId: event.id, recent: [...shown.recent, event].slice(-RECENT) };
  const part = [view.root, ...view.children].find((p) => p.run.id === event.runId);
  if (!part) return { ...view, outdated: true };
  if (event.type === "run.state") {
    const state = oneOf(RUN_STATES, event.data.state);
    if (!state) return view;
    const outdated = view.outdated || restarts(part, state) || ENDED.has(state);
    return { ...withPart(view, event.runId, (p) => withState(p, state, event)), outdated };
  }
  if (event.type === "step.state") {
    const [state, seq] = [oneOf(STEP_STATES, event.data.state), event.data.seq];
    if (!state || typeof seq !== "number") return view;
    return withPart(view, event.runId, (p) => withStep(p, seq, state, event));
  }
  return event.type === "step.report" ? withReport(view, event) : view;
}

export function applyEvents(view: RunView, events: readonly RunEvent[]): RunView {
  return events.reduce(applyEvent, view);
}
