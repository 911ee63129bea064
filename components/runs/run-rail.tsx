"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { commandLine } from "../format/command-line";
import { CopyButton } from "../patterns/copy-button";
import { TextLink } from "../ui/link";
import type { RunFacts } from "./run-types";
import { useRunWords } from "./use-run-words";

export function RailSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line not-first:mt-5 not-first:border-t not-first:pt-5">
      <h2 className="mb-1.5 text-13 font-strong">{title}</h2>
      <div className="text-13 text-ink-2">{children}</div>
    </section>
  );
}

const STARTERS = ["user", "apiKey", "system", "local"] as const;

/** Facts and consequences beside the steps. */
export function RunRail({ run, moving }: { run: RunFacts; moving: boolean }) {
  const t = useTranslations("runs");
  const page = useTranslations("runs.page");
  const words = useRunWords(run.kind);
  const starter = STARTERS.find((type) => run.startedBy.startsWith(`${type}:`));
  const command = commandLine(`runs watch ${run.id}`);
  return (
    <aside>
      <RailSection title={page("about")}>
        <p>{words.about}</p>
        <p className="mt-1.5 text-12 text-ink-3">
          {page("fact.by")}: {run.starterName ?? (starter ? t(`by.${starter}`) : run.startedBy)}
        </p>
      </RailSection>
      {run.tenantId ? (
        <RailSection title={page("tenant")}>
          <TextLink href={`/tenants/${run.tenantId}`}>{page("showTenant")}</TextLink>
        </RailSection>
      ) : null}
      {moving ? (
        <RailSection title={page("ifFails")}>
          <p>{words.ifFails}</p>
        </RailSection>
      ) : null}
      <RailSection title={page("asCode")}>
        <div className="flex items-start gap-2 rounded-2 bg-sunken px-3 py-2">
          <code className="min-w-0 flex-1 text-12 leading-5 text-ink [overflow-wrap:anywhere]">
            {command}
          </code>
          <CopyButton text={command} label={page("command")} />
        </div>
      </RailSection>
    </aside>
  );
}
