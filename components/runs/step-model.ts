import type { StepError } from "@/db/schema";
import type { StepState } from "@/db/schema/states";
import type { Segment } from "../patterns/segment-bar";
import type { ReloadView } from "./reload-view";
import type { RunPart, StepFacts } from "./run-types";
import type { RunView } from "./run-view";

export type Effect = "created" | "changed" | "found";

/** One line of the step list; steps that have not begun have no times. */
export interface StepItem {
  key: string;
  runId: string;
  number: number;
  /** Message key: the platform verb, for example `createTenant`. */
  name: string;
  /** What it is called where it is a part of a run over the fleet, not a step with a name. */
  title?: string;
  state: StepState;
  attempt: number;
  message: string | null;
  /** What the step did to the platform; null where it has not ended or changes nothing. */
  effect: Effect | null;
  error: StepError | null;
  startedAt: Date | null;
  endedAt: Date | null;
  reload: ReloadView | null;
}

/** Steps of the run itself, or of one app's child run under its title. */
export interface StepGroup {
  key: string;
  /** null: the run's own steps. */
  part: RunPart | null;
  items: StepItem[];
}

const BEFORE_APPS = [
  "createTenant",
  "configureIdentity",
  "assignLicence",
  "ensureGroups",
  "ensureSpaces",
  "ensureMembers",
  "putConnections",
];
/** Run after the apps; `prune` only where it was asked for. */
const AFTER_APPS = ["prune", "finish"];
const DATA_STEPS = ["startReload", "verify", "publish", "verifyPublished"];

/** Steps a run of a kind is expected to take, so that those to come are shown before they begin. */
const PLANS: Record<string, readonly string[]> = {
  provision: [...BEFORE_APPS, "finish"],
  "provision-app": ["importApp", "applyScript", ...DATA_STEPS, "schedule"],
  "add-app": ["importApp", "applyScript", ...DATA_STEPS, "schedule", "describe"],
  "repair-app": ["importApp", "applyScript", ...DATA_STEPS, "schedule"],
  "change-plan": ["before", "assignLicence"],
  suspend: ["unschedule", "suspend"],
  resume: ["resume", "schedule"],
  delete: ["unschedule", "deleteTenant", "forget", "destroyKeys", "finish"],
  fleet: ["prepare"],
  onboard: ["start", "onboard"],
  reload: ["prepare", "putConnections", "applyScript", ...DATA_STEPS],
};

function effectOf(effect: string | null): Effect | null {
  return effect === "created" || effect === "changed" || effect === "found" ? effect : null;
}

function toItem(part: RunPart, step: StepFacts, reload: ReloadView | null): StepItem {
  return {
    key: `${part.run.id}:${step.seq}`,
    runId: part.run.id,
    number: 0,
    name: step.name,
    state: step.state,
    attempt: step.attempt,
    message: step.message,
    effect: effectOf(step.effect),
    error: step.error,
    startedAt: step.startedAt,
    endedAt: step.endedAt,
    reload,
  };
}

function waiting(part: RunPart, name: string): StepItem {
  const { id, state } = part.run;
  const over =
    state === "cancelled" || state === "undone" || state === "undo-failed" || state === "succeeded";
  return {
    key: `${id}:${name}`,
    runId: id,
    number: 0,
    name,
    state: over ? "skipped" : "queued",
    attempt: 0,
    message: null,
    effect: null,
    error: null,
    startedAt: null,
    endedAt: null,
    reload: null,
  };
}

/** Clocks of one process: a reload's row is written right after its step began. */
const SAME_MOMENT_MS = 50;

/** The reload a step watches: the newest of its run, unless that belongs to an earlier try of the step. */
function reloadOf(step: StepFacts, part: RunPart, view: RunView): ReloadView | null {
  if (step.name !== "startReload") return null;
  const reload = view.reloads.findLast((r) => r.runId === part.run.id);
  if (!reload || reload.createdAt.getTime() < step.startedAt.getTime() - SAME_MOMENT_MS) return null;
  // The step knows first that its reload has ended; the reload's own answer comes with the next snapshot.
  if (reload.state !== "running") return reload;
  if (step.state === "succeeded") return { ...reload, state: "succeeded" };
  return step.state === "failed" ? { ...reload, state: "failed" } : reload;
}

/** Steps begun, in their order, then those of the plan that are still to come. */
function itemsOf(part: RunPart, plan: readonly string[], view: RunView): StepItem[] {
  const begun = part.steps.filter((step) => step.kind !== "child");
  const items = begun.map((step) => toItem(part, step, reloadOf(step, part, view)));
  const names = new Set(begun.map((step) => step.name));
  const ended = part.run.state === "succeeded";
  return ended
    ? items
    : [...items, ...plan.filter((name) => !names.has(name)).map((name) => waiting(part, name))];
}

const planOf = (part: RunPart) => PLANS[part.run.kind] ?? [];

/** A part of a run over the fleet, as one line: its own steps are on its own page. */
function asLine(part: RunPart): StepItem {
  const { id, title, state, error, startedAt, endedAt } = part.run;
  return { ...waiting(part, id), key: id, title, state, error, startedAt, endedAt };
}

/** The run's steps before its apps, each app's, and those after, numbered through. */
export function stepGroups(view: RunView): StepGroup[] {
  const { root, children } = view;
  const own = itemsOf(root, planOf(root), view);
  if (root.run.kind === "fleet") {
    const items = [...own, ...children.map(asLine)].map((item, i) => ({ ...item, number: i + 1 }));
    return [{ key: "fleet", part: null, items }];
  }
  const groups: StepGroup[] = [
    { key: "before", part: null, items: own.filter((item) => !AFTER_APPS.includes(item.name)) },
    ...children.map((part) => ({ key: part.run.id, part, items: itemsOf(part, planOf(part), view) })),
    { key: "after", part: null, items: own.filter((item) => AFTER_APPS.includes(item.name)) },
  ];
  let number = 0;
  return groups
    .filter((group) => group.part || group.items.length > 0)
    .map((group) => ({ ...group, items: group.items.map((item) => ({ ...item, number: ++number })) }));
}

const DONE = new Set<StepState>(["succeeded", "skipped"]);
const BAD = new Set<StepState>(["failed", "undo-failed"]);
const ACTIVE = new Set<StepState>(["running", "cancelling", "undoing"]);
const GONE = new Set<StepState>(["undone", "cancelled"]);

export const isFailedStep = (item: StepItem) => BAD.has(item.state);
export const isActiveStep = (item: StepItem) => ACTIVE.has(item.state);

/** More segments than this are drawn in groups: a run over the fleet may have a thousand parts. */
const MOST_SEGMENTS = 60;

/** Neighbours as one: failed where one failed, running where one runs, done where all are. */
function together(group: readonly Segment[]): Segment {
  const key = group[0]?.key ?? "";
  const some = (state: Segment["state"]) => group.some((segment) => segment.state === state);
  if (some("failed")) return { key, state: "failed" };
  const done = group.filter((segment) => segment.state === "done").length;
  if (done === group.length) return { key, state: "done" };
  if (some("running") || done > 0) return { key, state: "running", share: done / group.length };
  return { key, state: some("waiting") ? "waiting" : "gone" };
}

export function segmentsOf(items: readonly StepItem[]): Segment[] {
  const single = oneByOne(items);
  if (single.length <= MOST_SEGMENTS) return single;
  const size = Math.ceil(single.length / MOST_SEGMENTS);
  return Array.from({ length: Math.ceil(single.length / size) }, (_, i) =>
    together(single.slice(i * size, (i + 1) * size)),
  );
}

function oneByOne(items: readonly StepItem[]): Segment[] {
  return items.map((item) => {
    if (isActiveStep(item)) return { key: item.key, state: "running", share: item.reload?.share ?? 0.5 };
    if (isFailedStep(item)) return { key: item.key, state: "failed" };
    if (GONE.has(item.state)) return { key: item.key, state: "gone" };
    return { key: item.key, state: item.state === "succeeded" ? "done" : "waiting" };
  });
}

export interface RunFigures {
  steps: number;
  done: number;
  /** The step to look at: the failed one, else the running one. */
  current: StepItem | null;
  /** 0 to 1. */
  share: number;
}

export function figuresOf(items: readonly StepItem[]): RunFigures {
  const done = items.filter((item) => DONE.has(item.state)).length;
  const current = items.find(isFailedStep) ?? items.find(isActiveStep) ?? null;
  const part = current && isActiveStep(current) ? (current.reload?.share ?? 0) : 0;
  return {
    steps: items.length,
    done,
    current,
    share: items.length ? Math.min(1, (done + part) / items.length) : 0,
  };
}

const TAKEN_BACK = new Set<StepState>(["undoing", "undone", "undo-failed"]);

/** An undone step's end is that of its undo: how long the step itself took is not known any more. */
const hasSpan = (item: StepItem): item is StepItem & { startedAt: Date } =>
  item.startedAt !== null && !TAKEN_BACK.has(item.state);

/** Milliseconds a step took, or has taken until now; null before it began and after it was undone. */
export function stepMs(item: StepItem, now: Date): number | null {
  if (!hasSpan(item)) return null;
  return Math.max(0, (item.endedAt ?? now).getTime() - item.startedAt.getTime());
}

/**
 * Where a step lies on the run's time line, both 0 to 1; null before it began. Steps kept from before a retry lie at
 * its beginning.
 */
export function placeOf(
  item: StepItem,
  items: readonly StepItem[],
  begun: Date | null,
  now: Date,
): { left: number; width: number } | null {
  if (!hasSpan(item)) return null;
  const starts = items.flatMap((other) => (other.startedAt ? [other.startedAt.getTime()] : []));
  const ends = items.flatMap((other) => (other.startedAt ? [(other.endedAt ?? now).getTime()] : []));
  const from = begun?.getTime() ?? Math.min(...starts);
  const span = Math.max(1, Math.max(...ends) - from);
  const clamp = (at: number) => Math.min(1, Math.max(0, (at - from) / span));
  const left = clamp(item.startedAt.getTime());
  return { left, width: clamp((item.endedAt ?? now).getTime()) - left };
}

/** Finished steps an undo would go back through, last first. */
export function undoableSteps(items: readonly StepItem[]): StepItem[] {
  return items.filter((item) => item.state === "succeeded").toReversed();
}
