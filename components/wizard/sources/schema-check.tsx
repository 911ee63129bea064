"use client";

import { Wand2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { TableMapping } from "@/db/schema";
import { checkTable, isBlocking, withSuggestions } from "@/server/drafts/check-model";
import type { DraftApp } from "@/server/drafts/schemas";
import { ErrorState } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { StatusMark } from "../../patterns/status-mark";
import { Button } from "../../ui/button";
import { Skeleton } from "../../ui/small";
import { titleIn } from "../title-in";
import { useWizard } from "../wizard-context";
import { TableHeads, TableRow } from "./table-row";
import type { CheckedTable, useSources } from "./use-sources";

type Sources = ReturnType<typeof useSources>;

/** What the templates read against what the source has, table by table. */
export function SchemaCheck({ sources, connection }: { sources: Sources; connection: string }) {
  const t = useTranslations("drafts.check");
  const locale = useLocale();
  const { draft } = useWizard();
  const tables = sources.tables.filter((c) => c.connection === connection);
  const failed = sources.errors.find((e) => e.name === connection);
  const facts = sources.facts[connection];
  const row = draft.saved?.connections.find((c) => c.name === connection);
  const apps = draft.data.apps ?? [];
  if (!row?.testResult?.ok) return null;

  const put = (changes: Map<CheckedTable, TableMapping>) =>
    draft.change({
      apps: apps.map((app, i): DraftApp => {
        const own = [...changes].filter(([c]) => c.app === i);
        const mapped = own.map(([c, mapping]) => [c.declared.name, mapping] as const);
        return { ...app, tables: { ...app.tables, ...(Object.fromEntries(mapped) as DraftApp["tables"]) } };
      }),
    });
  const mappingOf = (c: CheckedTable) => (apps[c.app]?.tables[c.declared.name] ?? {}) as TableMapping;

  function takeSuggestions() {
    if (!facts) return;
    const changes = tables
      .filter((c) => isBlocking(c.check))
      .map((c): [CheckedTable, TableMapping] => {
        const [table] = c.check.source ? [] : c.check.suggestions;
        const mapping = table ? { ...mappingOf(c), table } : mappingOf(c);
        return [c, withSuggestions(checkTable(c.declared, mapping, facts), mapping)];
      });
    put(new Map(changes));
  }

  const blocked = tables.filter((c) => isBlocking(c.check));
  const helpful = blocked.some(
    (c) => c.check.suggestions.length > 0 || c.check.columns.some((k) => k.suggestions.length > 0),
  );
  const titles = [
    ...new Set(tables.map((c) => `${titleIn(c.template.manifest.title, locale)} ${c.template.version}`)),
  ];
  return (
    <section
      aria-labelledby="schema-check"
      className="mt-9"
      onKeyDown={(event) => {
        // Enter takes a name or a value here; it does not go on to the next step.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 max-md:basis-full">
          <h2 id="schema-check" className="text-16 font-strong tracking-tight">
            {t("title")}
          </h2>
          <p className="text-13 text-ink-2">
            {t("lead", { templates: titles.join(", "), count: titles.length })}
          </p>
        </div>
        {tables.length > 0 ? (
          <p role="status" className="flex flex-wrap gap-3 text-13">
            <StatusMark tone="succeeded">{t("fit", { count: tables.length - blocked.length })}</StatusMark>
            {blocked.length > 0 ? (
              <StatusMark tone="failed">{t("notFit", { count: blocked.length })}</StatusMark>
            ) : null}
          </p>
        ) : null}
        {helpful ? (
          <Button onClick={takeSuggestions}>
            <Wand2 />
            {t("take")}
          </Button>
        ) : null}
      </div>
      {failed ? (
        <Notice
          tone="failed"
          className="mt-3"
          action={
            <Button size="s" onClick={() => sources.again()}>
              {t("again")}
            </Button>
          }
        >
          {failed.message}
        </Notice>
      ) : sources.error ? (
        <ErrorState error={sources.error} onRetry={() => sources.again()} className="mt-3" />
      ) : tables.length === 0 ? (
        sources.looking ? (
          <div className="mt-3 grid gap-2" aria-busy="true">
            <p className="sr-only" role="status">
              {t("looking")}
            </p>
            {[1, 2, 3, 4].map((n) => (
              <Skeleton key={n} className="h-9" />
            ))}
          </div>
        ) : (
          <p className="mt-3 text-13 text-ink-3">{t("nothing")}</p>
        )
      ) : (
        <div className="mt-3">
          <TableHeads />
          <ul className="max-md:border-t max-md:border-line-strong" aria-label={t("title")}>
            {tables.map((c) => (
              <TableRow
                key={`${c.app} ${c.declared.name}`}
                checked={c}
                facts={facts}
                connectionId={row.id}
                mapping={mappingOf(c)}
                template={titles.length > 1 ? titleIn(c.template.manifest.title, locale) : undefined}
                onChange={(mapping) => put(new Map([[c, mapping]]))}
              />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
