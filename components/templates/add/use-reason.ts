import { useTranslations } from "next-intl";
import { TENANT_STATES } from "@/db/schema/states";
import type { RouterOutputs } from "../../providers/types";
import { planName } from "../../tenants/plan-name";

export type AddRow = RouterOutputs["fleet"]["addTemplatePreview"]["rows"][number];

/** Why a tenant cannot have the template, and what to do about it. */
export function useReason(): (problem: NonNullable<AddRow["problem"]>) => { why: string; advice: string } {
  const t = useTranslations("templates.add");
  const states = useTranslations("tenants.state");
  return ({ code, params }) => {
    const state = TENANT_STATES.find((known) => known === params.state);
    const words = {
      state: state ? states(state) : "",
      plan: planName(String(params.plan ?? "")),
      limit: Number(params.limit ?? 0),
      module: String(params.module ?? ""),
      version: String(params.version ?? ""),
      details: String(params.details ?? ""),
    };
    return { why: t(`why.${code}`, words), advice: t(`advice.${code}`, words) };
  };
}
