"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { Place } from "../../script-editor/code-editor";
import { TextPanel } from "./text-panel";
import type { DraftWork } from "./use-draft";

const SCRIPT = "script.qvs";

/** The script's own headings: `///$tab Name`. */
export function sectionsOf(script: string): { name: string; line: number }[] {
  return script.split("\n").flatMap((text, i) => {
    const name = /^\/\/\/\$tab\s+(.*\S)\s*$/i.exec(text)?.[1];
    return name ? [{ name, line: i + 1 }] : [];
  });
}

const row =
  "flex min-h-7 w-full items-center justify-between gap-3 rounded-2 px-2 text-left text-13 hover:bg-hover";

function Outline({ work, onOpen }: { work: DraftWork; onOpen(line: number): void }) {
  const t = useTranslations("authoring.script");
  const script = work.texts[SCRIPT] ?? "";
  const sections = useMemo(() => sectionsOf(script), [script]);
  const manifest = work.known?.manifest;
  const head = "mt-4 mb-1 px-2 text-12 font-medium text-ink-3 first:mt-0";
  return (
    <nav aria-label={t("outline")} className="w-52 shrink-0 max-lg:hidden">
      <h2 className={head}>{t("sections")}</h2>
      {sections.length === 0 ? <p className="px-2 text-13">{t("main")}</p> : null}
      {sections.map(({ name, line }) => (
        <button key={line} type="button" className={row} onClick={() => onOpen(line)}>
          <span className="truncate">{name}</span>
          <span className="text-12 whitespace-nowrap text-ink-3">{t("line", { line })}</span>
        </button>
      ))}
      {manifest && manifest.tables.length > 0 ? <h2 className={head}>{t("tables")}</h2> : null}
      {manifest?.tables.map((table) => (
        <p key={table.name} className={row} title={table.columns.map((c) => c.name).join(", ")}>
          <code className="truncate">{table.name}</code>
          <span className="text-12 whitespace-nowrap text-ink-3">
            {t("columns", { count: table.columns.length })}
          </span>
        </p>
      ))}
      {manifest && manifest.parameters.length > 0 ? <h2 className={head}>{t("parameters")}</h2> : null}
      {manifest?.parameters.map((parameter) => (
        <p key={parameter.name} className={row}>
          <code className="truncate">{parameter.name}</code>
          <span className="text-12 text-ink-3">{String(parameter.default ?? parameter.type)}</span>
        </p>
      ))}
    </nav>
  );
}

/** The load script: outline, editor, problems. */
export function ScriptTab({ work, onRun }: { work: DraftWork; onRun(): void }) {
  const t = useTranslations("authoring.script");
  const [place, setPlace] = useState<Place | null>(null);
  return (
    <div className="flex items-start gap-5">
      <Outline work={work} onOpen={(line) => setPlace({ line, column: 1 })} />
      <TextPanel
        work={work}
        path={SCRIPT}
        language="script"
        label={t("label")}
        onRun={onRun}
        goTo={place}
        foot={
          <p className="border-t border-line px-4 py-1.5 text-12 text-ink-3 max-md:hidden">{t("hint")}</p>
        }
      />
    </div>
  );
}
