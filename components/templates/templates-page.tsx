"use client";

import { useQuery } from "@tanstack/react-query";
import { Code, FileText, Terminal } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { commandLine } from "../format/command-line";
import { PageBar } from "../layout/top-bar";
import { EmptyState, FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { SearchInput } from "../patterns/search-input";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/small";
import { DraftsList } from "./drafts-list";
import { ImportTemplate } from "./import-template";
import { type Card, TemplateCard } from "./template-card";
import { textIn } from "./text-in";

function Cards({ cards }: { cards: Card[] }) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {cards.map((card) => (
        <TemplateCard key={card.id} card={card} />
      ))}
    </ul>
  );
}

/** No template yet: what one is, and how to bring one in. */
function TemplatesEmpty({ mayImport }: { mayImport: boolean }) {
  const t = useTranslations("templates.empty");
  const command = (text: string) => (
    <code className="rounded-1 bg-sunken px-1.5 py-0.5 text-12 text-ink [overflow-wrap:anywhere]">
      {text}
    </code>
  );
  return (
    <EmptyState
      title={t("title")}
      action={mayImport ? <ImportTemplate /> : undefined}
      ways={[
        {
          icon: <Terminal />,
          title: t("command"),
          body: t("commandBody"),
          extra: command(commandLine("templates import FOLDER")),
        },
        {
          icon: <FileText />,
          title: t("folder"),
          body: t("folderBody"),
          extra: command("template.yaml  script.qvs  sheets/"),
        },
        { icon: <Code />, title: t("api"), body: t("apiBody"), extra: command("POST /api/v1/templates") },
      ]}
    >
      {t("body")}
    </EmptyState>
  );
}

/** The catalogue of templates, by module. */
export function TemplatesPage() {
  const t = useTranslations("templates");
  const shell = useTranslations("shell");
  const common = useTranslations("common.filter");
  const locale = useLocale();
  const trpc = useTRPC();
  const [q, setQ] = useQueryState("q", parseAsString.withDefault("").withOptions({ history: "replace" }));
  const catalogue = useQuery(trpc.templates.catalogue.queryOptions());
  const mayImport = useMay("templates:import");
  const wanted = q.trim().toLocaleLowerCase(locale);
  const shown = catalogue.data?.filter((card) =>
    [card.id, card.module, textIn(card.title, locale), textIn(card.description, locale)]
      .concat(card.questions.map((question) => textIn(question, locale)))
      .some((text) => text.toLocaleLowerCase(locale).includes(wanted)),
  );
  const empty = catalogue.data?.length === 0;
  return (
    <>
      <PageBar crumbs={[{ label: shell("fleet") }, { label: t("title") }]} />
      <PageHeader title={t("title")} actions={mayImport && !empty ? <ImportTemplate /> : undefined}>
        {empty ? null : t("lead")}
      </PageHeader>
      <DraftsList />
      {catalogue.error ? <ErrorState error={catalogue.error} onRetry={() => catalogue.refetch()} /> : null}
      {empty ? <TemplatesEmpty mayImport={mayImport} /> : null}
      {!catalogue.data && !catalogue.error ? (
        <div aria-busy="true" className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          <Skeleton className="h-60 rounded-3" />
          <Skeleton className="h-60 rounded-3" />
          <Skeleton className="h-60 rounded-3" />
        </div>
      ) : null}
      {shown && !empty ? (
        <>
          <div className="mb-4">
            <SearchInput
              value={q}
              onChange={(text) => setQ(text || null)}
              label={t("search")}
              placeholder={t("searchHint")}
            />
          </div>
          {shown.length > 0 ? (
            <Cards cards={shown} />
          ) : (
            <FilteredEmpty
              action={
                <Button size="s" onClick={() => setQ(null)}>
                  {common("clear")}
                </Button>
              }
            >
              {t("nothing", { q: q.trim() })}
            </FilteredEmpty>
          )}
        </>
      ) : null}
    </>
  );
}
