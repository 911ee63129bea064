"use client";

import { ChevronRight } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { cn } from "../../ui/cn";
import { useLatest } from "../../ui/use-latest";
import { download } from "../csv";
import { saveFile } from "../files/save";
import { csvOfObject } from "../handle";
import { fieldLabel, objectDrill } from "../object-context";
import { titleOf } from "../object-title";
import { useRuntime, useShown } from "../runtime";
import { Cover } from "./floating";
import { ObjectBody, useFigures } from "./object-body";
import { type MenuWish, ObjectMenu } from "./object-menu";

/** Objects that have no figures of their own to show as rows or in full size. */
const PLAIN: readonly SheetObject["kind"][] = ["filters", "input", "button", "text"];

/** Kinds that are figures in rows as they are. */
const ROWS_ALREADY: readonly SheetObject["kind"][] = ["kpi", "table", "pivot"];

/** Goes into the figures: to a chart's marks, a table's first head or row. */
const enter = (object: HTMLElement) =>
  object.querySelector<HTMLElement>(".dash-figures :is([tabindex='0'], button)")?.focus();

/** One object on the sheet: title, remark, menu, figures. */
export const ObjectFrame = memo(function ObjectFrame({
  object,
  style,
  lead,
  first,
}: {
  object: SheetObject;
  style: CSSProperties;
  lead: boolean;
  first: boolean;
}) {
  const t = useTranslations("dashboards");
  const { kinds, hide, store, width, files, patterns, actions } = useRuntime();
  const [asTable, setAsTable] = useState(false);
  const [full, setFull] = useState(false);
  const [legend, setLegend] = useState<HTMLElement | null>(null);
  const [fullLegend, setFullLegend] = useState<HTMLElement | null>(null);
  const kind = kinds[object.kind];
  const { context, answers, drawn } = useFigures(object, kind);
  const summaryId = useId();
  const frameId = `dash-${object.id}`;
  const title = useShown((s) => (s.live ? titleOf(object, s.live) : ""));
  const plain = PLAIN.includes(object.kind);
  const canTable = kind?.table !== undefined && !ROWS_ALREADY.includes(object.kind);
  const summary = context && answers ? (kinds[drawn.kind]?.summary?.(drawn, context, answers) ?? "") : "";

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key === "Enter" && event.target === event.currentTarget) {
      enter(event.currentTarget);
      return;
    }
    if (plain || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLElement && event.target.closest("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === "t" && canTable) {
      setAsTable((on) => !on);
      // What had the focus inside goes away with the picture.
      event.currentTarget.focus();
    } else if (key === "f") setFull(true);
    else if (event.key === "Backspace" && context?.drillLevel(object.id)) {
      event.currentTarget.focus();
      actions.drill(object.id, "up");
    } else if (event.key === "Escape" && event.target !== event.currentTarget) event.currentTarget.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** All rows where something makes files; else those that are shown. */
  function exportCsv() {
    if (files.make) return files.make("csv", object.id);
    const file = csvOfObject(store.snapshot(), kinds, object.id);
    if (file) download(file.name, file.text);
  }

  async function exportPng() {
    const element = document.getElementById(frameId);
    if (!element) return;
    const { chartPicture } = await import("../../exports/png");
    const { clientWidth, clientHeight } = element;
    const at = {
      element,
      width: clientWidth,
      height: clientHeight,
      patterns,
      language: store.snapshot().live?.locale ?? "en",
    };
    const picture = await chartPicture({ snapshot: store.snapshot(), object: object.id, ...at });
    if (picture) saveFile(picture.name, picture.blob);
  }

  const choose = useLatest((wish: MenuWish) => {
    if (wish === "table") setAsTable(!asTable);
    else if (wish === "csv") exportCsv();
    else if (wish === "xlsx") files.make?.("xlsx", object.id);
    else if (wish === "png") exportPng().catch((error: unknown) => files.failed("png", error));
    else setFull(true);
  });
  const has = kind?.table !== undefined && answers !== null;
  const menu =
    plain || hide.has("menu") || (object.kind === "kpi" && width === "narrow") ? null : (
      <ObjectMenu
        title={title}
        asTable={asTable}
        table={canTable}
        figures={has}
        xlsx={kind?.table !== undefined && files.make !== null}
        onChoose={choose}
      />
    );

  return (
    <section
      aria-label={title || t("object.untitled")}
      aria-describedby={summary ? summaryId : undefined}
      tabIndex={plain ? undefined : 0}
      id={frameId}
      className="dash-object outline-offset-4"
      data-kind={object.kind}
      data-top={object.at[1] === 0 || undefined}
      data-lead={lead || undefined}
      data-first={first || undefined}
      style={style}
      onKeyDown={onKeyDown}
    >
      {object.kind === "button" ? null : (
        <header
          className={cn(
            "flex min-h-5 items-baseline gap-x-2.5 in-data-[width=narrow]:flex-wrap",
            object.kind === "kpi" || object.kind === "filters" ? "mb-0 min-h-0" : "mb-1.5",
          )}
        >
          <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5 in-data-[width=narrow]:contents">
            <div className="flex min-w-0 items-baseline gap-x-2.5 in-data-[width=narrow]:contents">
              <h2
                className={cn(
                  "truncate",
                  object.kind === "filters" && "sr-only",
                  object.kind === "kpi"
                    ? "text-13 font-regular text-ink-2"
                    : "text-14 font-strong tracking-tight in-data-[width=narrow]:text-16",
                )}
              >
                {title}
              </h2>
              <Remark object={object} />
            </div>
            {plain || ROWS_ALREADY.includes(object.kind) ? null : (
              <div ref={setLegend} className="dash-legend min-w-0 shrink overflow-hidden" />
            )}
          </div>
          {menu ? <div className="dash-tools -my-1.5 ml-auto self-center">{menu}</div> : null}
        </header>
      )}
      {summary ? (
        <p id={summaryId} className="sr-only">
          {summary}
        </p>
      ) : null}
      <ObjectBody object={object} asTable={asTable} title={title} legend={legend} />
      <Cover
        open={full}
        onClose={() => setFull(false)}
        title={title}
        look="full"
        head={<div ref={setFullLegend} className="min-w-0 overflow-hidden" />}
      >
        <div className="mt-3 flex min-h-0 flex-1 flex-col">
          <ObjectBody object={object} asTable={asTable} title={title} legend={fullLegend} />
        </div>
      </Cover>
      <Progress />
    </section>
  );
});

/** The way up of a drill, and the description. */
function Remark({ object }: { object: SheetObject }) {
  const t = useTranslations("dashboards.object");
  const { actions } = useRuntime();
  const live = useShown((s) => s.live);
  if (!live) return null;
  // Charts say their own level in their legend.
  const drill = object.kind === "table" ? objectDrill(object)?.fields : undefined;
  const level = Math.min(live.drillLevel(object.id), (drill?.length ?? 1) - 1);
  const remark = live.text(object.description);
  return (
    <div className="flex min-w-0 items-center gap-1.5 truncate text-12 text-ink-3">
      {drill ? (
        <>
          {t("by")}
          {drill.slice(0, level + 1).map((field, i) => (
            <span key={field} className="inline-flex items-center gap-1">
              {i > 0 ? <ChevronRight aria-hidden="true" className="size-3" /> : null}
              {i < level ? (
                <button
                  type="button"
                  className="min-h-6 text-(--brand-text) hover:underline"
                  aria-label={t("up", { level: fieldLabel(field, live) })}
                  onClick={() => actions.drill(object.id, "up")}
                >
                  {fieldLabel(field, live)}
                </button>
              ) : (
                <span className="font-medium text-ink-2">{fieldLabel(field, live)}</span>
              )}
            </span>
          ))}
        </>
      ) : null}
      {remark ? <span className="truncate">{remark}</span> : null}
    </div>
  );
}

/** From 300 ms on, a line says that newer figures are on their way. */
function Progress() {
  const busy = useShown((s) => s.stale && s.shown !== null);
  return busy ? (
    <i
      aria-hidden="true"
      className="dash-later dash-progress absolute inset-x-0 -top-px h-0.5 overflow-hidden bg-press"
    />
  ) : null;
}
