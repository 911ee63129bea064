import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ChangePasswordForm } from "@/components/auth/change-password-form";
import { Door } from "@/components/auth/door";
import { ownDoor } from "@/components/auth/own-door";
import { findMe } from "@/components/providers/session";
import { MIN_PASSWORD_LENGTH } from "@/server/users";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.changePassword");
  return { title: t("change") };
}

export default async function ChangePasswordPage() {
  const [t, common, me] = await Promise.all([
    getTranslations("auth.changePassword"),
    getTranslations("common"),
    findMe(),
  ]);
  if (!me) redirect("/sign-in?next=/change-password");
  const first = me.mustChangePassword;
  return (
    <Door
      product={common("product")}
      title={first ? t("title") : t("change")}
      lead={first ? t("leadFirst") : t("lead")}
      own={ownDoor(me)}
    >
      <ChangePasswordForm first={first} min={MIN_PASSWORD_LENGTH} />
    </Door>
  );
}
