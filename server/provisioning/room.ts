import type { Call, Effect, Platform, TenantRef } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import type { StepCall } from "@/server/workflows/port";

/** What the steps of one run work with. */
export interface Room {
  ctx: Context;
  platform: Platform;
  tenant: TenantRef;
  /** The run at the head of the line; its journal holds what was there before. */
  runId: string;
}

/** A step's checkpoint. Shown to people: never holds a secret, nor what was there before. */
export interface StepResult {
  remoteId: string;
  effect: Effect;
  message?: string;
  [more: string]: unknown;
}

/** The platform's view of a step's call. */
export function platformCall(room: Room, call: StepCall, signal: AbortSignal = call.signal): Call {
  return { tenant: room.tenant, key: call.key, attempt: call.attempt, signal };
}

/** What happened on both sides in one word: a change beats a creation of a part, "found" only if nothing was done. */
export function together(effects: Effect[]): Effect {
  const done = effects.filter((e) => e !== "found");
  if (done.length === 0) return "found";
  return done.every((e) => e === "created") ? "created" : "changed";
}

export function countEffect(counts: { created: number; changed: number }): Effect {
  if (counts.changed > 0) return "changed";
  return counts.created > 0 ? "created" : "found";
}
