"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { RelativeTime } from "../patterns/relative-time";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Badge } from "../ui/small";
import { AppPreview } from "./app-preview";
import { Part } from "./part";

type App = RouterOutputs["apps"]["overview"]["items"][number];

function AppRow({ app, keeps }: { app: App; keeps: boolean }) {
  const t = useTranslations("tenants.page");
  const common = useTranslations("common");
  const format = useFormat();
  const none = common("none");
  const href = `/tenants/${app.tenantId}/apps/${app.id}`;
  const staged = app.stagedVersion && app.stagedVersion !== app.publishedVersion ? app.stagedVersion : null;
  return (
    <tr className="border-line not-first:border-t">
      <th scope="row" className="max-w-0 py-2 pr-2 pl-4">
        <Link href={href} className="block truncate font-medium hover:underline" prefetch={false}>
          {app.title}
        </Link>
        {keeps ? <span className="block truncate text-12 leading-4 text-ink-3">{app.templateId}</span> : null}
      </th>
      {keeps ? (
        <>
          <td className="px-2 py-2 whitespace-nowrap">
            {app.publishedVersion ?? <span className="text-ink-3">{t("notPublished")}</span>}
            {staged ? (
              <Badge className="ml-1.5 max-md:ml-0 max-md:block max-md:w-fit">
                {t("staged", { version: staged })}
              </Badge>
            ) : null}
          </td>
          <td className="px-2 py-2 text-right whitespace-nowrap">
            {app.rows === null ? none : format.count(app.rows)}
          </td>
        </>
      ) : null}
      <td className="px-2 py-2 text-right whitespace-nowrap">
        {app.dataAt ? <RelativeTime at={app.dataAt} bare /> : none}
      </td>
      <td className="py-1 pr-3 text-right">
        {app.dataAt ? <AppPreview id={app.id} title={app.title} href={href} /> : null}
      </td>
    </tr>
  );
}

/**
 * The tenant's apps: how fresh, and for those who look after them what is published and how much.
 * @param keeps whether they do
 */
export function TenantApps({ tenantId, keeps }: { tenantId: string; keeps: boolean }) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const apps = useQuery(trpc.apps.overview.queryOptions({ tenantId, limit: 100 }));
  const head = "px-2 py-1.5 text-12 font-medium whitespace-nowrap text-ink-3";
  return (
    <Part title={t("apps")} query={apps} empty={({ items }) => (items.length ? null : t("appsEmpty"))}>
      {({ items }) => (
        // biome-ignore lint/a11y/useSemanticElements: a scrollable area needs a role, a name and the keyboard
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
        <div role="region" aria-label={t("apps")} tabIndex={0} className="overflow-x-auto -outline-offset-2!">
          <table className="w-full text-13" aria-label={t("apps")}>
            <thead className="border-b border-line">
              <tr>
                <th scope="col" className={`${head} w-full min-w-24 pl-4`}>
                  {t("app")}
                </th>
                {keeps ? (
                  <>
                    <th scope="col" className={head}>
                      {t("version")}
                    </th>
                    <th scope="col" className={`${head} text-right`}>
                      {t("rows")}
                    </th>
                  </>
                ) : null}
                <th scope="col" className={`${head} text-right`}>
                  {t("fresh")}
                </th>
                <th scope="col" className="w-px pr-3">
                  <span className="sr-only">{t("preview")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((app) => (
                <AppRow key={app.id} app={app} keeps={keeps} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Part>
  );
}
