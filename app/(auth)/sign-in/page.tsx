import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { nextPath } from "@/components/auth/next-path";
import { SignIn } from "@/components/auth/sign-in-form";
import { findMe } from "@/components/providers/session";
import { container } from "@/server/boot";
import { hasFirstPassword } from "@/server/users";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const [{ next }, me, { services }] = await Promise.all([searchParams, findMe(), container()]);
  const target = nextPath(next);
  if (me) redirect(target);
  return <SignIn next={target} first={await hasFirstPassword(services.dataFolder)} />;
}
