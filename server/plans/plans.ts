import { eq } from "drizzle-orm";
import { z } from "zod";
import { authorize, scope } from "@/server/auth";
import type { Entitlements } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { didYouMean } from "@/server/shared/nearest";
import { parse } from "@/server/shared/parse";
import { allPlans, isRetired } from "./catalogue";
import type { Pricing } from "./pricing-model";
import type { PlanCapabilities } from "./schemas";

/** One version of a plan. `ref` is what a tenant's row holds: `growth@1`. */
export interface Plan {
  ref: string;
  id: string;
  version: number;
  title: Record<string, string>;
  entitlements: Entitlements;
  capabilities: PlanCapabilities;
  pricing: Pricing;
}

/**
 * A plan by `growth@1`, or the newest version by `growth`.
 * @throws `plans.unknown` naming the known ones
 */
export function planByRef(ref: string, known: Plan[] = allPlans()): Plan {
  const plan =
    known.find((p) => p.ref === ref) ?? newest(known.filter((p) => p.id === ref && !isRetired(p.ref)));
  if (plan) return plan;
  const names = known.map((p) => p.ref);
  const hint = didYouMean(ref, [...names, ...known.map((p) => p.id)]);
  throw new AppError("invalid", "plans.unknown", `There is no plan "${ref}".${hint}`, {
    advice: `Plans are: ${names.join(", ")}.`,
    params: { plan: ref },
    issues: [{ path: "plan", message: "is not a plan" }],
  });
}

function newest(versions: Plan[]): Plan | undefined {
  return versions.reduce<Plan | undefined>((a, b) => (a && a.version > b.version ? a : b), undefined);
}

/** @throws `plans.unknown` */
export function getPlan(ctx: Context, input: { ref: string }): Plan {
  authorize(ctx, "plans:read");
  return planByRef(parse(z.strictObject({ ref: z.string().max(100) }), input).ref);
}

/** The newest version of each plan that is offered, in the catalogue's order. */
export function newestPlans(): Plan[] {
  const offered = allPlans().filter((p) => !isRetired(p.ref));
  return [...new Set(offered.map((p) => p.id))].flatMap(
    (id) => newest(offered.filter((p) => p.id === id)) ?? [],
  );
}

/** What a tenant may choose from: the newest version of each plan, and the one it has. */
export async function offeredPlans(ctx: Context, input: { tenant: string }): Promise<Plan[]> {
  const { tenant } = parse(z.strictObject({ tenant: z.string().min(1).max(60) }), input);
  const { tenantId } = await scope(ctx, "plans:read", tenant);
  const { tenants: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select({ plan: t.plan }).from(t).where(eq(t.id, tenantId));
  const offered = newestPlans();
  const own = allPlans().find((p) => p.ref === row?.plan);
  return own && !offered.some((p) => p.ref === own.ref) ? [own, ...offered] : offered;
}

/** All versions of all plans; `retired` ones are not offered any more. */
export function listPlans(ctx: Context): (Plan & { retired: boolean })[] {
  authorize(ctx, "plans:read");
  return allPlans().map((p) => ({ ...p, retired: isRetired(p.ref) }));
}
