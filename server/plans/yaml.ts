import { stringify } from "yaml";
import type { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { parsePlans } from "./catalogue";
import { type Plan, planByRef } from "./plans";
import { planYamlInput, readPlanInput } from "./schemas";

/** One version as the installation's file writes it. @throws `plans.unknown` */
export function planYaml(ctx: Context, input: z.input<typeof planYamlInput>): { name: string; text: string } {
  authorize(ctx, "plans:read");
  const { ref: _, ...data } = planByRef(parse(planYamlInput, input).ref);
  const text = stringify({ plans: [data] }, { aliasDuplicateObjects: false, lineWidth: 110 });
  return { name: `${data.id}-${data.version}.yaml`, text };
}

/**
 * Reads one plan out of YAML, without making it; its version is only what the file says.
 * @throws `plans.file` with lines and columns, `plans.one` where there is not exactly one
 */
export function readPlan(ctx: Context, input: z.input<typeof readPlanInput>): Omit<Plan, "ref" | "version"> {
  authorize(ctx, "plans:read");
  const { text } = parse(readPlanInput, input);
  const [first, ...more] = parsePlans(text, "plan.yaml");
  if (!first || more.length > 0)
    throw new AppError("invalid", "plans.one", "The file has more than one plan.", {
      advice: "Leave one version of one plan in it.",
      issues: [{ path: "plans", message: "has more than one plan" }],
    });
  const { ref: _ref, version: _version, ...data } = first;
  return data;
}
