import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormat } from "../format/use-format";
import type { EventName } from "./preview-frame";

export interface LoggedEvent {
  key: number;
  /** Since the preview was opened. */
  ms: number;
  name: EventName;
  detail: unknown;
}

interface Detail {
  selections?: Record<string, unknown[]>;
  sheets?: unknown[];
  sheet?: string;
  generation?: string;
  message?: string;
  width?: number;
  height?: number;
}

function useWords(): (event: LoggedEvent) => string {
  const t = useTranslations("embeds.events");
  return ({ name, detail }) => {
    const d = (detail ?? {}) as Detail;
    if (name === "ready")
      return t("ready", { sheets: d.sheets?.length ?? 0, generation: d.generation ?? "" });
    if (name === "sheet") return t("sheet", { sheet: d.sheet ?? "" });
    if (name === "error") return t("error", { message: d.message ?? "" });
    if (name === "resize") return t("resize", { width: d.width ?? 0, height: d.height ?? 0 });
    const fields = Object.entries(d.selections ?? {}).map(
      ([field, values]) => `${field}: ${values.join(", ")}`,
    );
    return fields.length > 0 ? t("selection", { fields: fields.join(" · ") }) : t("cleared");
  };
}

/** What the element told the page around it, newest last. */
export function EventLog({ events, firstMs }: { events: LoggedEvent[]; firstMs: number | null }) {
  const t = useTranslations("embeds.events");
  const format = useFormat();
  const words = useWords();
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-4 rounded-3 border border-line-strong bg-surface">
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        <h2 id={id} className="flex-1 text-14 font-strong">
          {t("title")}
        </h2>
        {firstMs === null ? null : (
          <span className="text-12 text-ink-3">{t("firstChart", { time: format.duration(firstMs) })}</span>
        )}
      </header>
      {events.length === 0 ? (
        <p className="px-4 py-3 text-13 text-ink-3">{t("none")}</p>
      ) : (
        <ol className="px-4 py-2 text-12">
          {events.map((event) => (
            <li key={event.key} className="grid grid-cols-[4.5rem_5rem_minmax(0,1fr)] gap-2 py-0.5">
              <span className="text-right font-mono text-ink-3">+{format.count(event.ms)}</span>
              <span className="font-medium">{event.name}</span>
              <span className="truncate text-ink-2">{words(event)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
