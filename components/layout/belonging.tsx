"use client";

import { usePathname } from "next/navigation";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "../patterns/empty-state";
import { useMe } from "../providers/me";
import { Button, ButtonLink } from "../ui/button";

/** What is of the person alone, or of everybody. */
const OPEN = /^\/(account|help)(\/|$)/;

/** Whoever belongs to no organisation, because they were removed or suspended, is told so wherever they come in. */
export function Belonging({ children }: { children: ReactNode }) {
  const { operatorRole, memberships } = useMe();
  const path = usePathname();
  if (operatorRole !== null || memberships.length > 0 || OPEN.test(path)) return children;
  return <NoOrganisation />;
}

function NoOrganisation() {
  const t = useTranslations("common.noOrganisation");
  const { email } = useMe();
  return (
    <EmptyState
      title={t("title")}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button size="l" onClick={() => signOut({ callbackUrl: "/sign-in" })}>
            {t("signOut")}
          </Button>
          <ButtonLink href="/account" size="l">
            {t("account")}
          </ButtonLink>
        </div>
      }
    >
      {t("body", { email })}
    </EmptyState>
  );
}
