"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/small";
import type { Known } from "./known";
import type { EditorLanguage, MountedEditor, Problem } from "./mount";

/** A place to go to; a new object goes there again. */
export interface Place {
  line: number;
  column: number;
}

export interface CodeEditorProps {
  /** The text; a change that was not typed here replaces what is shown. */
  text: string;
  language: EditorLanguage;
  label: string;
  readOnly?: boolean;
  problems?: readonly Problem[];
  known?: Known | null;
  goTo?: Place | null;
  onChange?(text: string): void;
  onSave?(): void;
  onRun?(): void;
  className?: string;
}

/** CodeMirror as a component. Loaded when it is first shown: no other page pays for it. */
export function CodeEditor(props: CodeEditorProps) {
  const { text, language, label, readOnly = false, problems, known, goTo, className } = props;
  const t = useTranslations("authoring.script");
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [editor, setEditor] = useState<MountedEditor | null>(null);
  // The words of the language colour the script: without them there is nothing to mount yet.
  const ready = language !== "script" || Boolean(known);
  useEffect(() => {
    const parent = host.current;
    if (!parent || !ready) return;
    let made: MountedEditor | null = null;
    let gone = false;
    import("./mount").then(({ mountEditor }) => {
      if (gone) return;
      made = mountEditor(parent, {
        text: latest.current.text,
        language,
        label,
        words: { rule: t("rule"), ruleOf: (name) => t("ruleOf", { name }) },
        readOnly: latest.current.readOnly ?? false,
        known: () => latest.current.known ?? null,
        onChange: (next) => latest.current.onChange?.(next),
        onSave: () => latest.current.onSave?.(),
        onRun: () => latest.current.onRun?.(),
      });
      setEditor(made);
    });
    return () => {
      gone = true;
      made?.destroy();
      setEditor(null);
    };
  }, [language, label, ready, t]);
  useEffect(() => editor?.setText(text), [editor, text]);
  useEffect(() => editor?.setReadOnly(readOnly), [editor, readOnly]);
  useEffect(() => editor?.setProblems(problems ?? []), [editor, problems]);
  useEffect(() => {
    if (goTo) editor?.goTo(goTo.line, goTo.column);
  }, [editor, goTo]);
  return (
    <div className={cn("relative min-h-40 min-w-0", className)}>
      {editor ? null : <Skeleton className="absolute inset-2" />}
      <div ref={host} className="h-full" />
    </div>
  );
}
