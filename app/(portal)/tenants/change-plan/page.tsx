import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlanPage } from "@/components/fleet/plan/plan-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

const NEEDED = ["tenants:update", "billing:write"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("fleet.plan"), requireOperator()]);
  return { title: t("crumb") };
}

export default async function Page() {
  const me = await requireOperator();
  const lacking = NEEDED.find((permission) => !me.permissions.includes(permission));
  return lacking ? <ForbiddenState permission={lacking} /> : <PlanPage />;
}
