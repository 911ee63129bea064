import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { guidesFor } from "@/components/help/contents";
import { guideHtml } from "@/components/help/guide-html";
import { GuidePage } from "@/components/help/guide-page";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("help");
  return { title: t("guides") };
}

export default async function Page({ params }: { params: Promise<{ guide: string }> }) {
  const { guide } = await params;
  const guides = guidesFor(await requireMe());
  const found = guides.find(({ key }) => key === guide);
  if (!found) notFound();
  const markdown = await readFile(join(process.cwd(), found.file), "utf8");
  return <GuidePage guide={found.key} html={guideHtml(markdown, guides)} />;
}
