import { createHash } from "node:crypto";

/** What goes wrong with one call. */
export type Fault =
  | { kind: "none" }
  /** Nothing happened, and no answer came. */
  | { kind: "timeout-before" }
  /** The effect happened, its reply was lost. */
  | { kind: "timeout-after" }
  | { kind: "throttled"; retryAfterSeconds: number }
  | { kind: "unavailable" }
  /** Only the first `share` (0 to 1) of several items was done. */
  | { kind: "partial"; share: number }
  | { kind: "slow"; ms: number }
  | { kind: "clock-jump"; ms: number }
  /** The platform says no, now and on every retry. */
  | { kind: "refused" };

export type FaultKind = Fault["kind"];

/** Which call of a scenario: faults hang on this and not on the order of calls, so parallel runs stay reproducible. */
export interface CallSite {
  verb: string;
  tenant: string;
  key: string;
  direction: "apply" | "undo" | "read";
}

export interface FaultPlan {
  readonly seed: number;
  next(site: CallSite): Fault;
}

export interface FaultPlanOptions {
  /** Share of calls that go wrong, 0 to 1. Default 0.3. */
  rate?: number;
  /** Share of applied verbs refused for good. Default 0. */
  refusals?: number;
  /** Disturbed calls in a row at one site before it is left alone. Default 2, so three attempts always get through. */
  inARow?: number;
  kinds?: Exclude<FaultKind, "none" | "refused">[];
}

const ALL: Exclude<FaultKind, "none" | "refused">[] = [
  "timeout-before",
  "timeout-after",
  "throttled",
  "unavailable",
  "partial",
  "slow",
  "clock-jump",
];

/** Numbers in [0, 1) that depend on the text alone. */
export function chance(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** The same seed and the same calls give the same faults. */
export function createFaultPlan(seed: number, options: FaultPlanOptions = {}): FaultPlan {
  const { rate = 0.3, refusals = 0, inARow = 2, kinds = ALL } = options;
  const calls = new Map<string, number>();
  const disturbed = new Map<string, number>();
  return {
    seed,
    next(site) {
      const name = `${seed}|${site.direction}|${site.verb}|${site.tenant}|${site.key}`;
      if (site.direction === "apply" && chance(`${name}|refused`) < refusals) return { kind: "refused" };
      const count = (calls.get(name) ?? 0) + 1;
      calls.set(name, count);
      const row = disturbed.get(name) ?? 0;
      if (row >= inARow || chance(`${name}|${count}`) >= rate) {
        disturbed.set(name, 0);
        return { kind: "none" };
      }
      disturbed.set(name, row + 1);
      return draw(`${name}|${count}`, kinds);
    },
  };
}

function draw(text: string, kinds: Exclude<FaultKind, "none" | "refused">[]): Fault {
  const kind = kinds[Math.floor(chance(`${text}|kind`) * kinds.length)];
  const size = chance(`${text}|size`);
  switch (kind) {
    case "throttled":
      return { kind, retryAfterSeconds: 1 + Math.floor(size * 30) };
    case "partial":
      return { kind, share: size };
    case "slow":
      return { kind, ms: 100 + Math.floor(size * 20_000) };
    case "clock-jump":
      return { kind, ms: Math.floor((size - 0.5) * 7_200_000) };
    case "timeout-before":
    case "timeout-after":
    case "unavailable":
      return { kind };
    default:
      return { kind: "none" };
  }
}

export const noFaults: FaultPlan = { seed: 0, next: () => ({ kind: "none" }) };
