"use client";

import { Check, ChevronDown, Clock, UserRoundPen, Users } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { useRuntime, useShown } from "../runtime";
import { DashMenu, DashMenuItem } from "./floating";
import { Tools } from "./tools";

/** Sheets whose condition holds, the open one always. */
export function useSheets(): {
  id: string;
  title: string;
  open: boolean;
  own: "private" | "shared" | null;
}[] {
  const document = useShown((s) => s.document);
  const live = useShown((s) => s.live);
  const shown = useShown((s) => s.shown);
  if (!document || !live) return [];
  return document.sheets
    .filter((s) => s === live.sheet || s.show === undefined || shown?.shows[`sheet ${s.sheet}`])
    .map((s) => {
      const own = document.own?.[s.sheet];
      const whose = own ? (own.shared ? "shared" : "private") : null;
      return { id: s.sheet, title: live.text(s.title), open: s === live.sheet, own: whose };
    });
}

/** That a person made the sheet, and whether others see it. */
function Whose({ own }: { own: "private" | "shared" | null }) {
  const t = useTranslations("dashboards.own");
  if (!own) return null;
  const Icon = own === "shared" ? Users : UserRoundPen;
  return (
    <span title={t(own)} className="ml-1.5 inline-flex align-[-2px] text-ink-3">
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{t(own)}</span>
    </span>
  );
}

/** Which sheet, and how fresh its figures are. On a phone the sheets are a menu below the open one's name. */
export function SheetTabs() {
  const t = useTranslations("dashboards");
  const { store, width } = useRuntime();
  const document = useShown((s) => s.document);
  const sheets = useSheets();
  const open = sheets.find((s) => s.open);
  if (!document) return null;
  return (
    <header className="flex h-12 shrink-0 items-stretch gap-5 border-b border-line px-6 in-data-[width=narrow]:h-13 in-data-[width=narrow]:px-4 in-data-[width=medium]:px-4">
      {width === "narrow" ? (
        <DashMenu
          trigger={
            <button type="button" className="flex min-w-0 items-center gap-1.5 text-16 font-strong">
              <span className="truncate">{open?.title}</span>
              {sheets.length > 1 ? (
                <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-2" />
              ) : null}
            </button>
          }
        >
          {sheets.map((sheet) => (
            <DashMenuItem key={sheet.id} onClick={() => store.openSheet(sheet.id)}>
              <Check aria-hidden="true" className={sheet.open ? "" : "invisible"} />
              {sheet.title}
              <Whose own={sheet.own} />
            </DashMenuItem>
          ))}
        </DashMenu>
      ) : (
        <nav
          aria-label={t("sheets")}
          className="no-scrollbar -ml-2.5 flex min-w-0 items-stretch gap-1 overflow-x-auto"
        >
          {sheets.map((sheet) => (
            <button
              key={sheet.id}
              type="button"
              aria-current={sheet.open ? "page" : undefined}
              onClick={() => store.openSheet(sheet.id)}
              className={cn(
                "border-y-2 border-transparent px-2.5 text-13 whitespace-nowrap text-ink-2 hover:text-ink focus-visible:-outline-offset-2",
                sheet.open && "border-b-(--brand) font-strong text-ink",
              )}
            >
              {sheet.title}
              <Whose own={sheet.own} />
            </button>
          ))}
        </nav>
      )}
      {width === "wide" ? <Fresh at={document.dataAt} zone={document.zone} /> : null}
      <Tools className={width === "wide" ? "" : "ml-auto"} />
    </header>
  );
}

function Fresh({ at, zone }: { at: string; zone: string | undefined }) {
  const t = useTranslations("dashboards");
  const format = useFormatter();
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return null;
  const stamp = { dateStyle: "medium", timeStyle: "short", ...(zone ? { timeZone: zone } : {}) } as const;
  return (
    <span className="ml-auto flex items-center gap-1.5 text-12 whitespace-nowrap text-ink-3">
      <Clock aria-hidden="true" className="size-3.5" />
      {t("dataOf", { when: format.dateTime(when, stamp) })}
    </span>
  );
}
