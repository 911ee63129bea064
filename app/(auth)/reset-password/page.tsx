import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ResetPassword } from "@/components/auth/reset-password";
import { MIN_PASSWORD_LENGTH } from "@/server/users";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.reset");
  return { title: t("title") };
}

export default async function Page() {
  const common = await getTranslations("common");
  return <ResetPassword product={common("product")} min={MIN_PASSWORD_LENGTH} />;
}
