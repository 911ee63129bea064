import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ArchivePage } from "@/components/audit/archive/archive-page";
import { openAudit } from "@/components/audit/open";
import { ForbiddenState } from "@/components/patterns/forbidden-state";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("audit.archive");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const tenant = await openAudit((await params).tenantId);
  return "lacks" in tenant ? <ForbiddenState permission={tenant.lacks} /> : <ArchivePage tenant={tenant} />;
}
