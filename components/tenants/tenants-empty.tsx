"use client";

import { Code, FileText, LayoutTemplate, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "../patterns/empty-state";
import { useMe } from "../providers/me";
import { ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";

/** No tenant yet: what one is, and the ways there are today. */
export function TenantsEmpty() {
  const t = useTranslations("tenants");
  const me = useMe();
  if (me.operatorRole === null)
    return <EmptyState title={t("emptyMember.title")}>{t("emptyMember.body")}</EmptyState>;
  return (
    <EmptyState
      title={t("empty.title")}
      action={
        me.permissions.includes("tenants:create") ? (
          <ButtonLink href="/tenants/new" variant="primary" size="l">
            <Plus />
            {t("create")}
          </ButtonLink>
        ) : undefined
      }
      ways={[
        {
          icon: <FileText />,
          title: t("empty.file"),
          body: t("empty.fileBody"),
          extra: <TextLink href="/tenants/import">{t("many")}</TextLink>,
        },
        {
          icon: <Code />,
          title: t("empty.code"),
          body: t("empty.codeBody"),
          extra: (
            <a className="font-medium text-accent-ink hover:underline" href="/api/v1/openapi.json">
              {t("empty.openapi")}
            </a>
          ),
        },
        {
          icon: <LayoutTemplate />,
          title: t("empty.template"),
          body: t("empty.templateBody"),
          extra: <TextLink href="/templates">{t("empty.templates")}</TextLink>,
        },
      ]}
    >
      {t("empty.body")}
    </EmptyState>
  );
}
