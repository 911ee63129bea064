"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { DraftApp } from "@/server/drafts/schemas";
import { commandLine } from "../../format/command-line";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Skeleton } from "../../ui/small";
import { StepHead } from "../step-head";
import { titleIn } from "../title-in";
import type { Offered } from "../types";
import { useWizard } from "../wizard-context";
import { WizardFoot } from "../wizard-foot";
import { ParameterField } from "./parameter-field";
import { TemplateCard } from "./template-card";

const idOf = (ref: string) => ref.split("@")[0];

/** What the customer gets: one app for each template chosen. */
export function StepTemplates() {
  const t = useTranslations("drafts.templates");
  const trpc = useTRPC();
  const { draft, go } = useWizard();
  const offered = useQuery(trpc.drafts.templates.queryOptions());
  const apps = draft.data.apps ?? [];
  const [asked, setAsked] = useState(false);
  const notice = useRef<HTMLDivElement>(null);
  const problems = (draft.saved?.problems ?? []).filter((p) => p.step === "templates");

  function choose(template: Offered, chosen: boolean) {
    const others = apps.filter((a) => idOf(a.template) !== template.id);
    const app: DraftApp = { template: template.ref, parameters: {}, connections: {}, tables: {} };
    draft.change({ apps: chosen ? [...others, app] : others });
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    const saved = await draft.settle().catch(() => null);
    if (!saved) return;
    if (!saved.problems.some((p) => p.step === "templates")) await go("connections");
    else notice.current?.focus();
  }

  return (
    <form noValidate onSubmit={submit} className="flex flex-1 flex-col">
      <StepHead title={t("title")}>{t("lead")}</StepHead>
      <div className="max-w-(--w-page) flex-1">
        {asked && problems.length > 0 ? (
          <div ref={notice} tabIndex={-1} className="mb-4 rounded-2">
            <Notice tone="failed" live>
              {apps.length === 0 ? t("none") : t("problem", { message: problems[0]?.message ?? "" })}
            </Notice>
          </div>
        ) : null}
        {offered.error ? (
          <ErrorState error={offered.error} onRetry={() => offered.refetch()} />
        ) : offered.data === undefined ? (
          <Loading />
        ) : offered.data.length === 0 ? (
          <EmptyState title={t("emptyTitle")}>
            {t("emptyBody", { command: commandLine("templates import FOLDER") })}
          </EmptyState>
        ) : (
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
            {offered.data.map((template) => (
              <TemplateCard
                key={template.ref}
                template={template}
                chosen={apps.some((a) => idOf(a.template) === template.id)}
                onChange={(chosen) => choose(template, chosen)}
              />
            ))}
          </ul>
        )}
        {apps.map((app) => {
          const template = offered.data?.find((o) => o.ref === app.template);
          return template && template.manifest.parameters.length > 0 ? (
            <Settings key={app.template} app={app} template={template} asked={asked} />
          ) : null;
        })}
      </div>
      <WizardFoot remark={apps.length > 0 ? t("chosen", { count: apps.length }) : undefined} />
    </form>
  );
}

function Loading() {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {[1, 2, 3].map((n) => (
        <Skeleton key={n} className="h-72" />
      ))}
    </div>
  );
}

/** Settings of one chosen template. */
function Settings({ app, template, asked }: { app: DraftApp; template: Offered; asked: boolean }) {
  const t = useTranslations("drafts.templates");
  const locale = useLocale();
  const { draft } = useWizard();
  const apps = draft.data.apps ?? [];
  const at = apps.indexOf(app);
  const first = useRef<HTMLFieldSetElement>(null);
  const wrong = (name: string) =>
    asked
      ? draft.saved?.problems.find((p) => p.path === `apps[${at}].parameters.${name}`)?.message
      : undefined;
  const failed = template.manifest.parameters.some((p) => wrong(p.name));
  useEffect(() => {
    if (failed) first.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [failed]);
  return (
    <fieldset ref={first} className="mt-7 min-w-0 border-t border-line-strong pt-4">
      <legend className="float-left mb-3 w-full text-16 font-strong tracking-tight">
        {t("settings", { name: titleIn(template.manifest.title, locale) })}
      </legend>
      <div className="clear-both grid max-w-(--w-form) gap-4 sm:grid-cols-2">
        {template.manifest.parameters.map((parameter) => {
          const message = wrong(parameter.name);
          return (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={app.parameters[parameter.name]}
              error={message ? t("problem", { message }) : undefined}
              yesNo={{ default: t("default"), yes: t("yes"), no: t("no") }}
              onChange={(value) =>
                draft.change({
                  apps: apps.map((a, i) =>
                    i === at ? { ...a, parameters: { ...a.parameters, [parameter.name]: value } } : a,
                  ),
                })
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}
