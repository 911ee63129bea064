"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TextLink } from "../ui/link";
import { InviteDialog } from "./invite-dialog";
import { PeopleList } from "./people-list";

/** Nobody gets a mail: whoever invites hands the link over. */
function NoMail() {
  const t = useTranslations("people.noMail");
  const mayMail = useMay("settings:read");
  return (
    <Notice tone="queued" className="mb-4">
      {t("text")} {mayMail ? <TextLink href="/settings/mail">{t("settings")}</TextLink> : null}
    </Notice>
  );
}

/** Who may come into one tenant, and as what. */
export function PeoplePage({ tenantId }: { tenantId: string }) {
  const t = useTranslations("people");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const writes = useMay("members:write", tenantId);
  const { data: tenant } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const { data: facts } = useQuery(trpc.members.facts.queryOptions({ tenantId }));
  const invite = <InviteDialog tenantId={tenantId} />;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: t("title") },
        ]}
      />
      <PageHeader title={t("title")} actions={writes ? invite : undefined}>
        {facts ? t("lead", { count: facts.count, limit: facts.limit }) : t("leadShort")}
      </PageHeader>
      {writes && facts && !facts.mailed ? <NoMail /> : null}
      <PeopleList tenantId={tenantId} writes={writes} action={invite} />
    </>
  );
}
