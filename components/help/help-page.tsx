"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ShortcutList } from "../commands/shortcut-list";
import { PageBar } from "../layout/top-bar";
import { PageHeader } from "../patterns/page-header";
import { useMe } from "../providers/me";
import { TextLink } from "../ui/link";
import { type Guide, guidesFor, WORDS } from "./contents";
import { SystemFacts } from "./system-facts";

function Section({
  id,
  title,
  lead,
  children,
}: {
  id: string;
  title: string;
  lead?: string;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="mb-9">
      <h2 id={id} className="scroll-mt-16 text-16 font-strong tracking-tight">
        {title}
      </h2>
      {lead ? <p className="mt-0.5 text-13 text-ink-2">{lead}</p> : null}
      <div className="mt-3">{children}</div>
    </section>
  );
}

function Guides({ guides, files }: { guides: readonly Guide[]; files: boolean }) {
  const t = useTranslations("help.guide");
  return (
    <ul className="max-w-[46rem] border-t border-line">
      {guides.map(({ key, file }) => (
        <li key={key} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-2 text-13">
          <div className="min-w-0 flex-1 basis-72">
            <TextLink href={`/help/${key}`}>{t(`${key}.title`)}</TextLink>
            <p className="text-ink-2">{t(`${key}.says`)}</p>
          </div>
          {files ? <code className="font-mono text-12 text-ink-3">{file}</code> : null}
        </li>
      ))}
    </ul>
  );
}

function Words({ member }: { member: boolean }) {
  const t = useTranslations("help.word");
  return (
    <dl className="grid max-w-[46rem] grid-cols-[10rem_minmax(0,1fr)] text-13 max-sm:grid-cols-1">
      {WORDS.filter((word) => !member || !("operators" in word)).map(({ key }) => (
        <div
          key={key}
          className="col-span-full grid grid-cols-subgrid border-b border-line py-1.5 max-sm:block"
        >
          <dt className="font-strong">{t(`${key}.name`)}</dt>
          <dd className="text-ink-2">{t(`${key}.means`)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Shortcuts, guides, words, and what this installation is. */
export function HelpPage({ version, node }: { version: string; node: string }) {
  const t = useTranslations("help");
  const shell = useTranslations("shell");
  const commands = useTranslations("commands.shortcuts");
  const me = useMe();
  const member = me.operatorRole === null;
  const guides = guidesFor(me);
  return (
    <>
      <PageBar crumbs={[{ label: shell("control") }, { label: shell("help") }]} />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Section id="shortcuts" title={commands("title")}>
        <div className="max-w-[32rem]">
          <ShortcutList />
        </div>
      </Section>
      {guides.length > 0 ? (
        <Section id="guides" title={t("guides")} lead={member ? undefined : t("guidesLead")}>
          <Guides guides={guides} files={!member} />
        </Section>
      ) : null}
      <Section id="words" title={t("words")}>
        <Words member={member} />
      </Section>
      {member ? null : (
        <Section id="system" title={t("systemTitle")}>
          <SystemFacts version={version} node={node} />
        </Section>
      )}
    </>
  );
}
