import { authorize, mayEverywhere } from "@/server/auth";
import { listRuns, type Run } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { findGuide, type Guide } from "./guide";
import { type FleetHealth, fleetHealth } from "./health";
import { findNeeds, type Need } from "./needs";
import { findSamples, type Samples } from "./samples";

/** The start page of an operator. */
export interface Home {
  needs: Need[];
  fleet: FleetHealth;
  /** The newest runs; null for who may not see them. */
  runs: Run[] | null;
  guide: Guide | null;
  samples: Samples | null;
}

const RUNS = 6;

/** What needs the operator now, how the fleet is, and what happened lately. Fast also over 10,000 tenants. */
export async function getHome(ctx: Context): Promise<Home> {
  authorize(ctx, "tenants:read");
  const may = (permission: "runs:read" | "tenants:delete") => mayEverywhere(ctx.actor, permission);
  const [needs, fleet, runs, guide, samples] = await Promise.all([
    findNeeds(ctx),
    fleetHealth(ctx),
    may("runs:read") ? listRuns(ctx, { limit: RUNS }) : null,
    findGuide(ctx),
    may("tenants:delete") ? findSamples(ctx) : null,
  ]);
  return { needs, fleet, runs: runs?.items ?? null, guide, samples };
}
