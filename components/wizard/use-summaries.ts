"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { DRAFT_STEPS, type DraftStep } from "@/server/drafts/schemas";
import { useTRPC } from "../providers/trpc";
import { planName } from "../tenants/plan-name";
import { titleIn } from "./title-in";
import { useWizard } from "./wizard-context";

interface Summary {
  done: boolean;
  text: string;
}

/** Each step in a line: what was answered, and whether anything is missing. */
export function useSummaries(): Record<DraftStep, Summary> {
  const t = useTranslations("drafts");
  const locale = useLocale();
  const trpc = useTRPC();
  const { draft } = useWizard();
  const { data: offered = [] } = useQuery(trpc.drafts.templates.queryOptions());
  const { data: forms = [] } = useQuery(trpc.connections.forms.queryOptions());
  const { details, apps = [], people } = draft.data;
  const words = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(", ");
  const used = new Set(apps.flatMap((a) => Object.values(a.connections)));
  const connections = (draft.saved?.connections ?? []).filter((c) => used.has(c.name));
  const text: Record<DraftStep, string> = {
    details: words(details?.name, details?.region, details?.plan ? planName(details.plan) : undefined),
    templates: apps
      .map((a) => {
        const found = offered.find((o) => o.ref === a.template);
        return found ? `${titleIn(found.manifest.title, locale)} ${found.version}` : a.template;
      })
      .join(", "),
    connections: connections
      .map((c) => words(forms.find((f) => f.kind === c.kind)?.title ?? c.kind, hostOf(c.properties)))
      .join(" · "),
    people: people?.admin?.email
      ? words(people.admin.name, t("people.count", { count: 1 + (people.others?.length ?? 0) }))
      : "",
    review: "",
  };
  const problems = draft.saved?.problems ?? [];
  const done = (step: DraftStep) =>
    step !== "review" && draft.saved !== null && !problems.some((p) => p.step === step) && text[step] !== "";
  return Object.fromEntries(DRAFT_STEPS.map((s) => [s, { done: done(s), text: text[s] }])) as Record<
    DraftStep,
    Summary
  >;
}

function hostOf(properties: Record<string, unknown>): string {
  const { host, path, folder, bucket } = properties;
  const place = [host, path, folder, bucket].find((p) => typeof p === "string" && p !== "");
  return place ? String(place).split("/").slice(-1).join("") : "";
}
