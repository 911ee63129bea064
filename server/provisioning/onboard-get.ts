import { inArray } from "drizzle-orm";
import type { StepError } from "@/db/schema";
import type { RunState } from "@/db/schema/states";
import { openRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import type { OnboardInput, OnboardPart } from "./onboard-run";

export interface OnboardTenant extends OnboardPart {
  state: RunState;
  /** `created`, `changed` or `unchanged` for one that ended well. */
  result: string | null;
  error: StepError | null;
  endedAt: Date | null;
}

const CHUNK = 500;

/** The tenants of an onboarding and how far each is. @throws `run.not_found` */
export async function getOnboarding(ctx: Context, input: { id: string }): Promise<OnboardTenant[]> {
  const row = await openRun(ctx, "runs:read", input.id);
  if (row.kind !== "onboard") throw notFound("run", input.id);
  const { tenants } = row.input as unknown as OnboardInput;
  const { runs: r } = ctx.store.tables;
  const found = new Map<string, typeof r.$inferSelect>();
  for (let i = 0; i < tenants.length; i += CHUNK) {
    const ids = tenants.slice(i, i + CHUNK).map((t) => t.run);
    for (const run of await ctx.store.read.select().from(r).where(inArray(r.id, ids))) found.set(run.id, run);
  }
  return tenants.map((part) => {
    const run = found.get(part.run);
    return {
      ...part,
      state: run?.state ?? "queued",
      result: run?.result ?? null,
      error: run?.error ?? null,
      endedAt: run?.endedAt ?? null,
    };
  });
}
