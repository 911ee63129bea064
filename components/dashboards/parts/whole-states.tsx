"use client";

import { RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRuntime, useShown } from "../runtime";
import { DashButton } from "./dash-button";
import { StateBlock } from "./object-states";

/** Before the document is there: the shape of a sheet, or why there is none. */
export function OpeningState() {
  const t = useTranslations("dashboards");
  const { store } = useRuntime();
  const failure = useShown((s) => s.failure);
  const document = useShown((s) => s.document);
  if (document && document.sheets.length === 0)
    return (
      <div className="px-6 py-8">
        <StateBlock title={t("empty.noSheetsTitle")}>
          <p className="text-ink-2">{t("empty.noSheets")}</p>
        </StateBlock>
      </div>
    );
  if (!failure) return <OpeningSkeleton label={t("object.loading")} />;
  const words: Partial<Record<typeof failure.kind, string>> = {
    missing: t("failure.documentMissing"),
    forbidden: t("failure.documentForbidden"),
    offline: t("failure.documentOffline"),
    "signed-out": t("failure.documentSignedOut"),
  };
  return (
    <div role="alert" className="px-6 py-8">
      <StateBlock title={t("failure.documentTitle")}>
        <p className="text-ink-2">
          {words[failure.kind] ?? t("failure.documentOther", { message: failure.message })}
        </p>
        <p className="text-12 text-ink-3">
          <code>{failure.code}</code>
        </p>
        <DashButton className="mt-1" onClick={() => store.start()}>
          <RotateCw aria-hidden="true" />
          {t("failure.retry")}
        </DashButton>
      </StateBlock>
    </div>
  );
}

function OpeningSkeleton({ label }: { label: string }) {
  const block = "block rounded-1 bg-press";
  return (
    <div role="status" aria-label={label} className="dash-late flex-1">
      <div className="flex h-12 items-center gap-6 border-b border-line px-6">
        {[110, 74, 92].map((width) => (
          <i key={width} className={`${block} h-3.5`} style={{ width }} />
        ))}
      </div>
      <div className="flex h-12 items-center gap-2 border-b border-line bg-sunken px-6">
        {[84, 96, 104].map((width) => (
          <i key={width} className={`${block} h-8`} style={{ width }} />
        ))}
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-5 px-6 py-4">
        {[1, 2, 3, 4, 5].map((n) => (
          <div key={n}>
            <i className={`${block} mb-2 h-3.5 w-16`} />
            <i className={`${block} h-7 w-28`} />
          </div>
        ))}
      </div>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(18rem,1fr))] gap-5 px-6">
        {[1, 2, 3, 4].map((n) => (
          <i key={n} className={`${block} h-64`} />
        ))}
      </div>
    </div>
  );
}

/** The last click could not be answered; what is shown is from before it. */
export function FailureNotice() {
  const t = useTranslations("dashboards.failure");
  const { store } = useRuntime();
  const failure = useShown((s) => (s.shown ? s.failure : null));
  if (!failure) return null;
  const words: Partial<Record<typeof failure.kind, string>> = {
    offline: t("offline"),
    busy: t("busy"),
    "signed-out": t("signedOut"),
  };
  return (
    <div
      role="alert"
      className="flex items-center gap-2.5 border-b border-line bg-warning-soft px-6 py-2 text-13 in-data-[width=narrow]:px-4"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-warning-ink" />
      <p>{words[failure.kind] ?? t("stale")}</p>
      <DashButton small className="ml-auto" onClick={() => store.refresh()}>
        {t("retry")}
      </DashButton>
    </div>
  );
}
