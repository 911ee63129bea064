import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Door } from "@/components/auth/door";
import { nextPath } from "@/components/auth/next-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { findMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const [t, common, { next }, me] = await Promise.all([
    getTranslations("auth.signIn"),
    getTranslations("common"),
    searchParams,
    findMe(),
  ]);
  const target = nextPath(next);
  if (me) redirect(target);
  return (
    <Door product={common("product")} title={t("title")} lead={t("lead")} foot={t("firstOwner")}>
      <SignInForm next={target} />
    </Door>
  );
}
