import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationPage } from "@/components/auth/invitation-page";
import { findMe } from "@/components/providers/session";
import { MIN_PASSWORD_LENGTH } from "@/server/users";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people.invitation");
  return { title: t("place"), robots: { index: false } };
}

/** The token is in the address's hash, which never reaches the server: the browser opens the invitation. */
export default async function Page() {
  const me = await findMe();
  return <InvitationPage email={me?.email ?? null} min={MIN_PASSWORD_LENGTH} />;
}
