"use client";

import { useQuery } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { TenantDeliveries } from "../deliveries/deliveries-card";
import { PageBar } from "../layout/top-bar";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { FieldClasses } from "./field-classes";
import { GroupCreate } from "./group-create";
import { GroupsList } from "./groups-list";
import { InviteDialog } from "./invite-dialog";
import { PeopleList } from "./people-list";

const TABS = ["people", "groups", "deliveries"] as const;

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
  const [{ tab }, set] = useQueryStates(
    { tab: parseAsStringLiteral(TABS).withDefault("people"), q: parseAsString, cursor: parseAsString },
    { history: "replace", scroll: false },
  );
  const add = tab === "groups" ? <GroupCreate tenantId={tenantId} /> : <InviteDialog tenantId={tenantId} />;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: t("title") },
        ]}
      />
      <PageHeader
        title={t("title")}
        actions={
          writes ? (
            <>
              <ButtonLink href={`/tenants/${tenantId}/people/import`}>
                <Upload />
                {t("upload.open")}
              </ButtonLink>
              {add}
            </>
          ) : undefined
        }
      >
        {facts ? t("lead", { count: facts.count, limit: facts.limit }) : t("leadShort")}
      </PageHeader>
      {writes && facts && !facts.mailed ? <NoMail /> : null}
      <Tabs
        value={tab}
        onValueChange={(value) =>
          void set({ tab: TABS.find((name) => name === value) ?? null, q: null, cursor: null })
        }
      >
        <TabList aria-label={t("title")} className="mb-4">
          {TABS.filter((name) => writes || name !== "deliveries").map((name) => (
            <Tab key={name} value={name}>
              {t(`tab.${name}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel value="people">
          <PeopleList tenantId={tenantId} writes={writes} action={add} />
        </TabPanel>
        <TabPanel value="groups">
          <GroupsList tenantId={tenantId} writes={writes} action={add} />
          <FieldClasses tenantId={tenantId} writes={writes} />
        </TabPanel>
        {writes ? (
          <TabPanel value="deliveries">
            <TenantDeliveries tenantId={tenantId} />
          </TabPanel>
        ) : null}
      </Tabs>
    </>
  );
}
