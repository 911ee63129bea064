"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { LogLine } from "./log-buffer";

const EVERY_MS = 10_000;

/** A polite sentence about new lines for screen readers, at most every 10 s; single lines are not read out. */
export function useLogSummary(lines: LogLine[]): string {
  const t = useTranslations("runs.log");
  const [summary, setSummary] = useState("");
  const latest = useRef(lines);
  const told = useRef<Set<string> | null>(null);
  latest.current = lines;
  useEffect(() => {
    const tell = () => {
      const before = told.current;
      told.current = new Set(latest.current.map((line) => line.key));
      if (!before) return;
      const fresh = latest.current.filter((line) => !before.has(line.key));
      const errors = fresh.filter((line) => line.level === "error").length;
      setSummary(fresh.length > 0 ? t("summary", { count: fresh.length, errors }) : "");
    };
    tell();
    const timer = setInterval(tell, EVERY_MS);
    return () => clearInterval(timer);
  }, [t]);
  return summary;
}
