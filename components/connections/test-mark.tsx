"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";

/** What came of the last test of a connection, and when it was. */
export function TestMark({
  connection: { testedAt, testResult },
  className,
}: {
  connection: { testedAt: Date | null; testResult: { ok: boolean } | null };
  className?: string;
}) {
  const t = useTranslations("connections.test");
  if (!testedAt || !testResult)
    return (
      <StatusMark tone="queued" className={className}>
        {t("never")}
      </StatusMark>
    );
  return (
    <StatusMark tone={testResult.ok ? "succeeded" : "failed"} className={className}>
      <span>{t.rich(testResult.ok ? "ok" : "failed", { when: () => <RelativeTime at={testedAt} /> })}</span>
    </StatusMark>
  );
}
