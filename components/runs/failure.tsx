"use client";

import { useTranslations } from "next-intl";
import type { StepError } from "@/db/schema";
import { useSaid } from "../errors/error-words";
import { CopyButton } from "../patterns/copy-button";

/** A message with `names` in back quotes: those are set in the code face. */
export function Message({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, never reordered
  return parts.map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part));
}

/** Why a step failed: the cause as a heading, what to do, the code. Everything can be copied. */
export function Failure({ error: kept, children }: { error: StepError; children?: React.ReactNode }) {
  const error = useSaid()(kept);
  const t = useTranslations("runs.failure");
  const line = error.params?.line;
  const text = [error.message, error.advice, error.code].filter(Boolean).join("\n");
  return (
    <div className="grid gap-3">
      <h3 className="max-w-[38rem] text-16 font-strong tracking-tight break-words">
        <Message text={error.message} />
      </h3>
      {error.advice || error.retryable ? (
        <p className="max-w-[38rem] text-13 break-words">
          <Message text={[error.advice, error.retryable ? t("retryable") : ""].filter(Boolean).join(" ")} />
        </p>
      ) : null}
      {children}
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-3">
        <span>
          {t("code")} <code>{error.code}</code>
        </span>
        {typeof line === "number" ? <span>{t("where", { line })}</span> : null}
        <CopyButton text={text} label={t("copyAll")} />
      </p>
    </div>
  );
}
