import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { authorize } from "@/server/auth";
import type { Entitlements } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { didYouMean } from "@/server/shared/nearest";
import { parse } from "@/server/shared/parse";
import { parseYaml } from "@/server/shared/yaml";
import { type PlanCapabilities, plansFile } from "./schemas";

/** One version of a plan. `ref` is what a tenant's row holds: `growth@1`. */
export interface Plan {
  ref: string;
  id: string;
  version: number;
  title: Record<string, string>;
  entitlements: Entitlements;
  capabilities: PlanCapabilities;
}

const FILE = "server/plans/plans.yaml";
let loaded: Plan[] | undefined;

/** Parses a plans file's text. @throws `plans.file` */
export function parsePlans(text: string, file = FILE): Plan[] {
  const { value } = parseYaml(plansFile, { file, text }, "plans.file");
  return value.plans.map((p) => ({ ref: `${p.id}@${p.version}`, ...p }));
}

function plans(): Plan[] {
  loaded ??= parsePlans(readFileSync(resolve(process.cwd(), FILE), "utf8"));
  return loaded;
}

/**
 * A plan by `growth@1`, or the newest version by `growth`.
 * @throws `plans.unknown` naming the known ones
 */
export function planByRef(ref: string, known: Plan[] = plans()): Plan {
  const plan = known.find((p) => p.ref === ref) ?? newest(known.filter((p) => p.id === ref));
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

export function listPlans(ctx: Context): Plan[] {
  authorize(ctx, "plans:read");
  return plans();
}
