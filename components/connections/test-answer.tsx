"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Notice } from "../patterns/notice";
import type { RouterOutputs } from "../providers/types";

/** What the test of a moment ago said: the cause and what to do, or how long it took. */
export function TestAnswer({
  result,
  className,
}: {
  result: RouterOutputs["connections"]["test"];
  className?: string;
}) {
  const t = useTranslations("connections.page");
  const format = useFormat();
  if (!result.ok)
    return (
      <Notice tone="failed" live className={className}>
        <b className="font-medium">{result.message}</b> {result.advice}{" "}
        <span className="text-12 text-ink-3">
          {t("code")} <code>{result.code}</code>
        </span>
      </Notice>
    );
  return (
    <Notice tone={result.warnings?.length ? "warning" : "succeeded"} live className={className}>
      {t("answered", { duration: format.duration(result.ms) })} {result.version ?? ""}{" "}
      {typeof result.tables === "number" ? t("tables", { count: result.tables }) : ""}{" "}
      {result.warnings?.join(" ")}
    </Notice>
  );
}
