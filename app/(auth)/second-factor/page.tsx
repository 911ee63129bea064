import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Door } from "@/components/auth/door";
import { FactorSetup } from "@/components/auth/factor-setup";
import { ownDoor } from "@/components/auth/own-door";
import { api, getQueryClient } from "@/components/providers/server";
import { findMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.factor");
  return { title: t("title") };
}

export default async function Page() {
  const [t, common, me] = await Promise.all([
    getTranslations("auth.factor"),
    getTranslations("common"),
    findMe(),
  ]);
  if (!me) redirect("/sign-in?next=/second-factor");
  if (me.mustChangePassword) redirect("/change-password");
  const factor = await getQueryClient().fetchQuery(api.account.secondFactor.queryOptions());
  if (factor.on) redirect("/account");
  const required = me.mustSetUpFactor;
  return (
    <Door
      product={common("product")}
      title={t("title")}
      lead={required ? t("leadRequired") : t("lead")}
      own={ownDoor(me)}
    >
      <FactorSetup required={required} />
    </Door>
  );
}
