import { SETUP_STEPS, type SetupStep } from "@/server/tenants/setup-schemas";
import type { RouterOutputs } from "../../providers/types";

type Setup = Pick<RouterOutputs["tenants"]["setup"], "steps" | "skipped">;

export function welcomeAddress(tenantId: string, step?: SetupStep): string {
  return `/tenants/${tenantId}/welcome${step ? `?step=${step}` : ""}`;
}

/** Where somebody goes on: what is neither done nor skipped, then what was skipped, else the beginning. */
export function stepToGoOn({ steps, skipped }: Setup): SetupStep {
  const open = SETUP_STEPS.filter((step) => !steps[step].done);
  return open.find((step) => !skipped.includes(step)) ?? open[0] ?? SETUP_STEPS[0];
}
