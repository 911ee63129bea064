import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ArchivePage } from "@/components/audit/archive/archive-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("audit.archive"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("audit:read") ? <ArchivePage /> : <ForbiddenState permission="audit:read" />;
}
