import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RefusedPage } from "@/components/billing/fleet/refused-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tracing.refused");
  return { title: t("title") };
}

export default async function Page() {
  const { permissions } = await requireMe();
  return permissions.includes("billing:write") ? (
    <RefusedPage />
  ) : (
    <ForbiddenState permission="billing:write" />
  );
}
