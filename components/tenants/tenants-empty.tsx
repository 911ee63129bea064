"use client";

import { Code, FileText, LayoutTemplate } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "../patterns/empty-state";
import { useMe } from "../providers/me";

function Command({ children }: { children: string }) {
  return (
    <code className="rounded-1 bg-sunken px-1.5 py-0.5 text-12 text-ink [overflow-wrap:anywhere]">
      {children}
    </code>
  );
}

/** No tenant yet: what one is, and the ways there are today. */
export function TenantsEmpty() {
  const t = useTranslations("tenants");
  const me = useMe();
  if (me.operatorRole === null)
    return <EmptyState title={t("emptyMember.title")}>{t("emptyMember.body")}</EmptyState>;
  return (
    <EmptyState
      title={t("empty.title")}
      ways={[
        {
          icon: <FileText />,
          title: t("empty.file"),
          body: t("empty.fileBody"),
          extra: <Command>tenantry tenants apply FILE.yaml</Command>,
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
          extra: <Command>tenantry templates import PATH</Command>,
        },
      ]}
    >
      {t("empty.body")}
    </EmptyState>
  );
}
