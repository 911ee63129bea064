"use client";

import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { EmptyState } from "../patterns/empty-state";
import { PageHeader } from "../patterns/page-header";
import { useMe } from "../providers/me";

/** In place of the account page while an operator views as its owner. */
export function OwnAccountOnly() {
  const t = useTranslations("viewing");
  const account = useTranslations("account");
  const { name } = useMe();
  return (
    <>
      <PageBar crumbs={[{ label: account("title") }]} />
      <PageHeader title={account("title")} />
      <EmptyState title={t("account", { name })} art={false}>
        {t("accountText")}
      </EmptyState>
    </>
  );
}
