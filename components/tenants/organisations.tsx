"use client";

import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { TwoLines } from "../patterns/data-table";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { useMe } from "../providers/me";
import { RouteLink } from "../ui/route-link";

/** Of several organisations: which one to go to. */
export function Organisations() {
  const t = useTranslations("tenants.organisations");
  const roles = useTranslations("tenants.page.role");
  const { memberships } = useMe();
  return (
    <>
      <PageBar crumbs={[{ label: t("title") }]} />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <ul aria-label={t("title")} className="max-w-(--w-form) rounded-3 border border-line-strong">
        {memberships.map(({ tenantId, name, role }) => (
          <li key={tenantId} className="border-line not-first:border-t">
            <RouteLink
              href={`/tenants/${tenantId}`}
              className="flex min-h-14 items-center gap-3 px-4 py-2 text-13 hover:bg-hover"
            >
              <Plot id={tenantId} size={28} />
              <TwoLines below={roles(role)}>
                <b className="font-medium break-words">{name}</b>
              </TwoLines>
            </RouteLink>
          </li>
        ))}
      </ul>
    </>
  );
}
