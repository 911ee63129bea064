"use client";

import { useTranslations } from "next-intl";
import { DiffView } from "../../script-editor/diff-view";
import type { Known } from "../../script-editor/known";
import { languageOf } from "./language-of";

/** Every file that differs between two states of a template, with what changed in it. */
export function TextDiffs({
  before,
  after,
  known,
  same,
}: {
  before: Record<string, string>;
  after: Record<string, string>;
  known: Known | null;
  /** Said where nothing differs. */
  same: string;
}) {
  const t = useTranslations("authoring.compare");
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
  if (paths.length === 0) return <p className="text-13 text-ink-2">{same}</p>;
  return paths.map((path) => (
    <section key={path} className="mb-5 overflow-hidden rounded-3 border border-line-strong">
      <h3 className="border-b border-line px-4 py-2 font-mono text-13 font-strong">{path}</h3>
      <div className="max-h-[32rem] overflow-auto">
        <DiffView
          before={before[path] ?? ""}
          after={after[path] ?? ""}
          language={languageOf(path)}
          label={t("file", { file: path })}
          known={known}
        />
      </div>
    </section>
  ));
}
