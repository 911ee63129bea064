"use client";

import { useEffect, useRef } from "react";
import { cn } from "../ui/cn";
import type { Known } from "./known";
import type { EditorLanguage } from "./mount";

/** What changed between two texts, to read. */
export function DiffView({
  before,
  after,
  language,
  label,
  known = null,
  className,
}: {
  before: string;
  after: string;
  language: EditorLanguage;
  label: string;
  known?: Known | null;
  className?: string;
}) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    let made: { destroy(): void } | null = null;
    let gone = false;
    import("./mount-diff").then(({ mountDiff }) => {
      if (!gone) made = mountDiff(parent, { before, after, language, label, known });
    });
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [before, after, language, label, known]);
  return <div ref={host} className={cn("min-h-10 min-w-0 overflow-hidden", className)} />;
}
