"use client";

import { useTranslations } from "next-intl";
import { useStepName } from "../../runs/use-step-name";
import { planName } from "../../tenants/plan-name";
import { useWizard } from "../wizard-context";

/** The run's steps in its own words, each with what it is about to do. */
export function WhatHappens() {
  const t = useTranslations("drafts.review");
  const name = useStepName();
  const { draft } = useWizard();
  const { details, apps = [], people } = draft.data;
  const used = new Set(apps.flatMap((a) => Object.values(a.connections)));
  const secrets = (draft.saved?.connections ?? []).filter((c) => used.has(c.name) && c.hasSecret).length;
  const conditions = apps.flatMap((a) => Object.values(a.tables).flatMap((m) => m.where ?? [])).length;
  const groups = people?.groups?.length ?? 0;
  const members = 1 + (people?.others?.length ?? 0);
  const steps: [string, string][] = [
    ["createTenant", t("will.createTenant")],
    ["configureIdentity", ""],
    ["assignLicence", details?.plan ? planName(details.plan) : ""],
    ["ensureGroups", t("will.groups", { count: groups })],
    ["ensureSpaces", t("will.spaces", { count: 2 })],
    ["ensureMembers", t("will.people", { count: members })],
    ["putConnections", t("will.connections", { count: used.size, secrets })],
    ["importApp", t("will.apps", { count: apps.length })],
    ["applyScript", t("will.conditions", { count: conditions })],
    ["startReload", t("will.reloads", { count: apps.length })],
    ["verify", t("will.verify")],
    ["publish", t("will.publish", { count: apps.length })],
    ["verifyPublished", t("will.apps", { count: apps.length })],
    ["schedule", ""],
  ];
  return (
    <section aria-labelledby="what-happens">
      <h2 id="what-happens" className="text-14 font-strong">
        {t("happens")}
      </h2>
      <ol className="mt-2 grid gap-1 text-13">
        {steps.map(([key, remark], i) => (
          <li key={key} className="flex min-h-6 items-baseline gap-2">
            <span
              aria-hidden="true"
              className="grid size-[18px] shrink-0 translate-y-0.5 place-items-center rounded-full border border-line-input text-11 text-ink-3"
            >
              {i + 1}
            </span>
            <span className="font-medium">{name(key)}</span>
            <span className="ml-auto text-right text-12 text-ink-3">{remark}</span>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-12 text-ink-3">{t("ifFails")}</p>
    </section>
  );
}
