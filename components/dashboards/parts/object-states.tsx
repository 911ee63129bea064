"use client";

import { Lock, RotateCw, TriangleAlert, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Failure, isWithheld } from "../failure";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import { DashButton } from "./dash-button";

/** What, why, what to do: in place of figures. */
export function StateBlock({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex max-w-[40ch] flex-col items-start gap-1.5 overflow-auto py-3 pr-2">
      <b className="text-14 font-strong text-ink">{title}</b>
      {children}
    </div>
  );
}

/** The reader's groups don't open what an object shows: no error, and nothing they could try. */
function Withheld({ small }: { small?: boolean }) {
  const t = useTranslations("dashboards.failure");
  if (small)
    return (
      <p className="flex items-start gap-1.5 pt-1 text-12 text-ink-2" title={t("withheld")}>
        <Lock aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-ink-3" />
        <span className="line-clamp-3">{t("objectWithheld")}</span>
      </p>
    );
  return (
    <StateBlock title={t("objectWithheld")}>
      <p className="text-ink-2">{t("withheld")}</p>
    </StateBlock>
  );
}

/** One object could not be answered; the others are not affected. */
export function ObjectFailure({ failure, small }: { failure: Failure; small?: boolean }) {
  const t = useTranslations("dashboards.failure");
  const { store } = useRuntime();
  const words = {
    missing: [t("objectMissing"), t("missing")],
    "too-slow": [t("objectSlow"), t("slow")],
    forbidden: [t("objectForbidden"), t("forbidden")],
    offline: [t("objectTitle"), t("documentOffline")],
  } as Partial<Record<Failure["kind"], [string, string]>>;
  const [title, why] = words[failure.kind] ?? [t("objectTitle"), failure.message];
  if (isWithheld(failure)) return <Withheld small={small} />;
  if (small)
    return (
      <p className="flex items-start gap-1.5 pt-1 text-12 text-ink-2" title={`${why} (${failure.code})`}>
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-warning-ink" />
        <span className="line-clamp-3">
          {title}. <span className="text-ink-3">{failure.message}</span>
        </span>
      </p>
    );
  return (
    <StateBlock title={title}>
      <p className="text-ink-2">{why}</p>
      {why === failure.message ? null : <p className="text-12 break-words text-ink-3">{failure.message}</p>}
      <p className="text-12 break-all text-ink-3">
        <code>
          {failure.line === undefined
            ? failure.code
            : t("details", { code: failure.code, line: failure.line, column: failure.column ?? 1 })}
          {failure.part === undefined ? null : `: ${failure.part}`}
        </code>
      </p>
      {failure.kind === "forbidden" ? null : (
        <DashButton small className="mt-1" onClick={() => store.refresh()}>
          <RotateCw aria-hidden="true" />
          {t("retry")}
        </DashButton>
      )}
    </StateBlock>
  );
}

/** No row matches: each selection can be taken back from here. */
export function ObjectEmpty({ words }: { words: string }) {
  const t = useTranslations("dashboards");
  const { store, actions } = useRuntime();
  const live = useShown((s) => s.live);
  const canStepBack = useShown((s) => s.selection.past.length > 0);
  if (!live) return null;
  const fields = Object.entries(live.selections).filter(([field]) => !live.locked.includes(field));
  return (
    <StateBlock title={t("empty.title")}>
      <p className="text-ink-2">{words || t(fields.length > 0 ? "empty.selected" : "empty.unselected")}</p>
      {fields.map(([field, values]) => (
        <DashButton key={field} small className="max-w-full" onClick={() => actions.clear(field)}>
          <X aria-hidden="true" />
          <span className="truncate">
            {fieldLabel(field, live)}: {values.map((v) => live.formats.field(v, field)).join(", ")}
          </span>
        </DashButton>
      ))}
      {canStepBack ? (
        <DashButton look="quiet" small onClick={() => store.select({ type: "back" })}>
          <Undo2 aria-hidden="true" />
          {t("empty.back")}
        </DashButton>
      ) : null}
    </StateBlock>
  );
}
