"use client";

import { useTranslations } from "next-intl";
import { EmptyState } from "../patterns/empty-state";
import { useMe } from "../providers/me";
import { ButtonLink } from "../ui/button";

/** Nothing at this address, or nothing any more. */
export function Missing() {
  const t = useTranslations("common.missing");
  const customer = useMe().operatorRole === null;
  return (
    <EmptyState
      title={t("title")}
      action={
        customer ? (
          <ButtonLink href="/" size="l">
            {t("start")}
          </ButtonLink>
        ) : (
          <div className="flex justify-center gap-2">
            <ButtonLink href="/tenants" size="l">
              {t("tenants")}
            </ButtonLink>
            <ButtonLink href="/runs" size="l">
              {t("runs")}
            </ButtonLink>
          </div>
        )
      }
    >
      {t(customer ? "bodyOfCustomer" : "body")}
    </EmptyState>
  );
}
