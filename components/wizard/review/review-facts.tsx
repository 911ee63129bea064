"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Condition } from "@/db/schema";
import { isBlocking } from "@/server/drafts/check-model";
import type { DraftStep } from "@/server/drafts/schemas";
import { Plot } from "../../patterns/plot";
import { StatusMark } from "../../patterns/status-mark";
import { planName } from "../../tenants/plan-name";
import { useSources } from "../sources/use-sources";
import { titleIn } from "../title-in";
import { useWizard } from "../wizard-context";

function Section({ step, children }: { step: DraftStep; children: ReactNode }) {
  const t = useTranslations("drafts");
  const { go } = useWizard();
  return (
    <section aria-labelledby={`review-${step}`}>
      <div className="flex items-baseline border-b border-line-strong pb-1.5">
        <h2 id={`review-${step}`} className="flex-1 text-16 font-strong tracking-tight">
          {t(`step.${step}.name`)}
        </h2>
        <button
          type="button"
          className="min-h-6 text-13 font-medium text-accent-ink hover:underline"
          aria-label={t("editStep", { step: t(`step.${step}.name`) })}
          onClick={() => void go(step)}
        >
          {t("edit")}
        </button>
      </div>
      <dl>{children}</dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 border-b border-line py-2 text-13 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

const inWords = ({ column, op, value }: Condition) =>
  [column, op, Array.isArray(value) ? value.join(", ") : value].filter((v) => v !== undefined).join(" ");

/** What was answered, by step. */
export function ReviewFacts() {
  return (
    <div className="grid min-w-0 content-start gap-8">
      <Details />
      <Templates />
      <Connections />
      <People />
    </div>
  );
}

function Details() {
  const t = useTranslations("drafts.review");
  const locale = useLocale();
  const { draft } = useWizard();
  const { details } = draft.data;
  const language = details?.language || "en";
  return (
    <Section step="details">
      <Fact label={t("name")}>
        <span className="inline-flex items-center gap-2">
          {draft.id ? <Plot id={draft.id} size={20} /> : null}
          {details?.name}
        </span>
      </Fact>
      <Fact label={t("slug")}>
        <code>{details?.slug}</code>
      </Fact>
      <Fact label={t("region")}>{details?.region}</Fact>
      <Fact label={t("plan")}>{details?.plan ? planName(details.plan) : ""}</Fact>
      <Fact label={t("language")}>{languageName(locale, language)}</Fact>
      {details?.color || details?.logo ? (
        <Fact label={t("brand")}>
          <span className="inline-flex items-center gap-2">
            {details.color ? (
              <>
                <i className="size-4 rounded-1 border border-line" style={{ background: details.color }} />
                <code>{details.color}</code>
              </>
            ) : null}
            {details.logo?.name}
          </span>
        </Fact>
      ) : null}
    </Section>
  );
}

function languageName(locale: string, tag: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function Templates() {
  const t = useTranslations("drafts.review");
  const locale = useLocale();
  const { draft } = useWizard();
  const { offered } = useSources();
  return (
    <Section step="templates">
      {(draft.data.apps ?? []).map((app) => {
        const manifest = offered.find((o) => o.ref === app.template)?.manifest;
        const settings = Object.entries(app.parameters).filter(([, v]) => v !== null);
        return (
          <Fact key={app.template} label={manifest ? titleIn(manifest.title, locale) : app.template}>
            <code>{app.template}</code>
            {settings.map(([name, value]) => (
              <span key={name} className="block text-12 text-ink-2">
                <code>{name}</code> {String(value)}
              </span>
            ))}
            {manifest?.schedule ? (
              <span className="block text-12 text-ink-3">
                {t("schedule", { cron: manifest.schedule.cron, zone: manifest.schedule.zone })}
              </span>
            ) : null}
          </Fact>
        );
      })}
    </Section>
  );
}

function Connections() {
  const t = useTranslations("drafts.review");
  const { draft } = useWizard();
  const { tables } = useSources();
  const apps = draft.data.apps ?? [];
  const used = new Set(apps.flatMap((a) => Object.values(a.connections)));
  const connections = (draft.saved?.connections ?? []).filter((c) => used.has(c.name));
  const blocked = tables.filter((c) => isBlocking(c.check)).length;
  const where = apps.flatMap((app) =>
    Object.entries(app.tables).flatMap(([table, mapping]) =>
      ((mapping.where ?? []) as Condition[]).map((c) => `${table}: ${inWords(c)}`),
    ),
  );
  return (
    <Section step="connections">
      {connections.map((c) => (
        <Fact key={c.id} label={c.name}>
          {c.kind}{" "}
          <span className="text-12 text-ink-2">
            {Object.entries(c.properties)
              .filter(([, v]) => typeof v === "string" || typeof v === "number")
              .map(([k, v]) => `${k} ${String(v)}`)
              .join(", ")}
          </span>
          {c.hasSecret ? <span className="block text-12 text-ink-3">{t("secretKept")}</span> : null}
        </Fact>
      ))}
      {tables.length > 0 ? (
        <Fact label={t("tables")}>
          <StatusMark tone={blocked > 0 ? "failed" : "succeeded"}>
            {t("tablesFit", { fit: tables.length - blocked, all: tables.length })}
          </StatusMark>
        </Fact>
      ) : null}
      {where.length > 0 ? (
        <Fact label={t("where")}>
          {where.map((line) => (
            <code key={line} className="block">
              {line}
            </code>
          ))}
        </Fact>
      ) : null}
    </Section>
  );
}

function People() {
  const t = useTranslations("drafts.review");
  const { draft } = useWizard();
  const { people } = draft.data;
  return (
    <Section step="people">
      <Fact label={t("admin")}>{[people?.admin?.name, people?.admin?.email].filter(Boolean).join(", ")}</Fact>
      {(people?.others ?? []).map((p) => (
        <Fact key={p.email} label={p.role}>
          {[p.name, p.email, ...p.groups].filter(Boolean).join(", ")}
        </Fact>
      ))}
      {people?.groups?.length ? <Fact label={t("groups")}>{people.groups.join(", ")}</Fact> : null}
    </Section>
  );
}
