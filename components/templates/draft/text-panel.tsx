"use client";

import { type ReactNode, useEffect, useMemo, useState } from "react";
import { CodeEditor, type Place } from "../../script-editor/code-editor";
import type { EditorLanguage } from "../../script-editor/mount";
import { ProblemList } from "../../script-editor/problem-list";
import { problemsOf } from "./problems";
import type { DraftWork } from "./use-draft";

/** One file of the draft in the editor, with what is wrong in it. */
export function TextPanel({
  work,
  path,
  language,
  label,
  onRun,
  goTo,
  foot,
}: {
  work: DraftWork;
  path: string;
  language: EditorLanguage;
  label: string;
  onRun(): void;
  goTo?: Place | null;
  foot?: ReactNode;
}) {
  const [place, setPlace] = useState<Place | null>(goTo ?? null);
  // The newest wish counts, whether a problem or the outline was clicked.
  useEffect(() => setPlace(goTo ?? null), [goTo]);
  const problems = useMemo(() => problemsOf(work.issues, path), [work.issues, path]);
  return (
    <div className="flex min-w-0 flex-1 flex-col overflow-hidden rounded-3 border border-line-strong">
      <CodeEditor
        key={path}
        text={work.texts[path] ?? ""}
        language={language}
        label={label}
        readOnly={work.readOnly}
        problems={problems}
        known={work.known}
        goTo={place}
        onChange={(text) => work.edit(path, text)}
        onSave={() => void work.save()}
        onRun={onRun}
        className="h-[62dvh]"
      />
      <ProblemList problems={problems} onOpen={(problem) => setPlace({ ...problem })} />
      {foot}
    </div>
  );
}
