"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useFormat } from "../format/use-format";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { useTRPC } from "../providers/trpc";
import { TenantPageSkeleton } from "../tenants/tenant-page-skeleton";
import { RouteLink } from "../ui/route-link";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { Changelog } from "./changelog";
import { VersionActions } from "./draft/version-actions";
import { Model } from "./model";
import { Overview, type Version } from "./overview";
import { ScriptView } from "./script-view";
import { Sheets } from "./sheets";
import { textIn } from "./text-in";
import { UsedBy } from "./used-by";

const TABS = ["overview", "script", "model", "sheets", "used"] as const;

function Facts({ version }: { version: Version }) {
  const t = useTranslations("templates.version.facts");
  const format = useFormat();
  const trpc = useTRPC();
  const template = useQuery(trpc.templates.get.queryOptions({ id: version.templateId }));
  const others = template.data?.versions.filter((v) => v.version !== version.version) ?? [];
  const at = version.releasedAt ?? version.createdAt;
  return (
    <TitleBlock>
      <TitleCell label={t("version")} remark={others.length === 0 ? t("only") : undefined}>
        {version.version}
      </TitleCell>
      {others.length > 0 ? (
        <TitleCell label={t("others")}>
          {others.slice(0, 4).map((v) => (
            <RouteLink
              key={v.version}
              href={`/templates/${version.templateId}/${v.version}`}
              className="mr-2 inline-block text-accent-ink hover:underline"
            >
              {v.version}
            </RouteLink>
          ))}
        </TitleCell>
      ) : null}
      <TitleCell label={t("module")}>{version.manifest.module}</TitleCell>
      <TitleCell label={t("released")}>
        <time dateTime={at.toISOString()} title={format.full(at)}>
          {format.day(at)}
        </time>
      </TitleCell>
      <TitleCell label={t("tables")}>{format.count(version.manifest.tables.length)}</TitleCell>
      <TitleCell label={t("measures")}>{format.count(version.manifest.measures.length)}</TitleCell>
    </TitleBlock>
  );
}

/** One released version of a template, as its author wrote it. Nothing of it ever changes. */
export function TemplateVersionPage({ id, version: wanted }: { id: string; version: string }) {
  const t = useTranslations("templates");
  const shell = useTranslations("shell");
  const locale = useLocale();
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState(
    "tab",
    parseAsStringLiteral(TABS).withDefault("overview").withOptions({ history: "replace" }),
  );
  const query = useQuery(trpc.templates.version.queryOptions({ id, version: wanted }));
  const version = query.data;
  const crumbs = [{ label: shell("fleet") }, { label: t("title"), href: "/templates" }];
  if (!version)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <TenantPageSkeleton />
        )}
      </>
    );
  const title = textIn(version.manifest.title, locale);
  return (
    <>
      <PageBar crumbs={[...crumbs, { label: `${title} ${version.version}` }]} />
      <PageHeader
        title={title}
        actions={<VersionActions id={version.templateId} version={version.version} title={title} />}
      >
        <span className="flex flex-wrap items-center gap-x-3">
          {textIn(version.manifest.description, locale)}
          <CopyId value={`${version.templateId}@${version.version}`} />
        </span>
      </PageHeader>
      <Facts version={version} />
      <Tabs value={tab} onValueChange={(value) => setTab(TABS.find((name) => name === value) ?? null)}>
        <TabList aria-label={t("version.parts")} className="mb-5">
          {TABS.map((name) => (
            <Tab key={name} value={name}>
              {t(`version.tab.${name}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel value="overview">
          {version.changelog ? <Changelog text={version.changelog} /> : null}
          <Overview version={version} />
        </TabPanel>
        <TabPanel value="script">
          <ScriptView script={version.script} />
        </TabPanel>
        <TabPanel value="model">
          <Model version={version} />
        </TabPanel>
        <TabPanel value="sheets">
          <Sheets version={version} />
        </TabPanel>
        <TabPanel value="used">
          <UsedBy template={version.templateId} version={version.version} />
        </TabPanel>
      </Tabs>
    </>
  );
}
