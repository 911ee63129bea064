"use client";

import { useLocale, useTranslations } from "next-intl";
import { TENANT_STATES, type TenantState } from "@/db/schema/states";
import { useFormat } from "../format/use-format";
import { cn } from "../ui/cn";

const FILLS: Record<TenantState, string> = {
  active: "bg-n-8",
  failed: "bg-failed-mark",
  "setting-up": "bg-running-mark",
  suspended: "bg-[var(--suspended-mark)]",
  deleting: "bg-n-6",
  draft: "hatch",
  deleted: "hatch",
};

/** Order from left: what is well, what moves, what is not there yet, what needs somebody. */
const ORDER: TenantState[] = ["active", "suspended", "deleting", "setting-up", "draft", "failed", "deleted"];

/** All tenants in one line by their state; figures below, so that colour is never the only sign. */
export function StateBar({ states }: { states: Record<string, number> }) {
  const t = useTranslations("home.facts");
  const words = useTranslations("tenants.state");
  const locale = useLocale();
  const format = useFormat();
  const shown = ORDER.filter((state) => (states[state] ?? 0) > 0);
  const total = TENANT_STATES.reduce((all, state) => all + (states[state] ?? 0), 0);
  if (total === 0) return null;
  const parts = shown.map((state) =>
    t("state", { count: states[state] ?? 0, state: words(state).toLocaleLowerCase(locale) }),
  );
  return (
    <div className="rounded-b-3 border border-t-0 border-line-strong px-3.5 py-3">
      <div role="img" aria-label={t("states", { states: parts.join(", ") })} className="flex h-2 gap-[3px]">
        {shown.map((state) => (
          <i
            key={state}
            className={cn("min-w-1.5 rounded-[2px] forced-colors:border", FILLS[state])}
            style={{ flexGrow: states[state] }}
          />
        ))}
      </div>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-12 text-ink-2">
        {shown.map((state) => (
          <li key={state} className="flex items-center gap-1.5">
            <i aria-hidden="true" className={cn("size-2 rounded-[2px]", FILLS[state])} />
            <b className={cn("font-medium text-ink", state === "failed" && "text-failed-ink")}>
              {format.count(states[state] ?? 0)}
            </b>
            {words(state).toLocaleLowerCase(locale)}
          </li>
        ))}
      </ul>
    </div>
  );
}
