import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EditorPage } from "@/components/billing/catalogue/editor/editor-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

interface Props {
  searchParams: Promise<{ from?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("catalogue.editor"), requireOperator()]);
  return { title: t("new") };
}

export default async function Page({ searchParams }: Props) {
  const [{ from }, { permissions }] = await Promise.all([searchParams, requireOperator()]);
  return permissions.includes("plans:write") ? (
    <EditorPage from={typeof from === "string" ? from : null} />
  ) : (
    <ForbiddenState permission="plans:write" />
  );
}
