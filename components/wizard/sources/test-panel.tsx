"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { errorText } from "../../patterns/error-state";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { StatusIcon, type Tone } from "../../ui/status-icon";
import type { SourceFormHandle } from "./use-source-form";

/** What came of *Test connection*: whether it works, what answered, or the cause and what to do. */
export function TestPanel({ source, onTest }: { source: SourceFormHandle; onTest: () => void }) {
  const t = useTranslations("drafts.sources.test");
  const { test, asStored, stored } = source;
  const result = asStored ? test.data : undefined;
  const kept = asStored ? stored?.testResult : undefined;
  const ok = result?.ok ?? kept?.ok;
  const tone: Tone = test.isPending
    ? "running"
    : test.error
      ? "failed"
      : ok === undefined
        ? "queued"
        : ok
          ? "succeeded"
          : "failed";
  const title = test.isPending
    ? t("running")
    : test.error
      ? t("refused")
      : ok === undefined
        ? stored
          ? t("changed")
          : t("none")
        : ok
          ? t("works")
          : t("fails");
  const failure =
    result && !result.ok ? [result.message, result.advice].filter(Boolean).join(" ") : kept?.message;
  return (
    <section
      data-tone={tone}
      aria-label={t("title")}
      className="h-fit min-w-0 overflow-hidden rounded-3 border border-line-strong text-13"
    >
      <div className={cn("flex items-center gap-2.5 px-3 py-2", ok !== undefined && "bg-tone-soft")}>
        <StatusIcon tone={tone} className="size-4" />
        <p role="status" className="min-w-0 flex-1 font-strong">
          {title}
        </p>
        <Button size="s" busy={test.isPending} onClick={onTest}>
          {ok === undefined ? t("test") : t("again")}
        </Button>
      </div>
      {test.isPending ? (
        <p className="border-t border-line px-3 py-2 text-ink-2">{t("takes")}</p>
      ) : test.error ? (
        <p className="border-t border-line px-3 py-2 break-words text-ink-2">{errorText(test.error)}</p>
      ) : ok === undefined ? (
        <p className="border-t border-line px-3 py-2 text-ink-2">{t("why")}</p>
      ) : ok ? (
        <Works result={result} at={stored?.testedAt ?? null} />
      ) : (
        <p className="border-t border-line px-3 py-2 break-words text-ink-2">{failure}</p>
      )}
    </section>
  );
}

function Works({ result, at }: { result: SourceFormHandle["test"]["data"]; at: Date | null }) {
  const t = useTranslations("drafts.sources.test");
  const format = useFormat();
  const lines = result?.ok
    ? [
        ...(result.version ? [result.version] : []),
        ...(typeof result.tables === "number" ? [t("tables", { count: result.tables })] : []),
        t("readOnly"),
      ]
    : [t("readOnly")];
  return (
    <>
      <ul>
        {lines.map((line) => (
          <li key={line} className="flex items-center gap-2 border-t border-line px-3 py-1.5">
            <StatusIcon tone="succeeded" />
            {line}
          </li>
        ))}
        {(result?.ok ? (result.warnings ?? []) : []).map((warning) => (
          <li
            key={warning}
            data-tone="warning"
            className="flex items-start gap-2 border-t border-line px-3 py-1.5 text-tone-ink"
          >
            <StatusIcon tone="warning" className="mt-1" />
            {warning}
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-3 py-1.5 text-12 text-ink-3">
        {[at ? t("at", { time: format.time(at) }) : "", result ? format.duration(result.ms) : ""]
          .filter(Boolean)
          .join(", ")}
      </p>
    </>
  );
}
