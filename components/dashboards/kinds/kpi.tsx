"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CellValue, CubeQuestion } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind, ObjectViewProps, ResolvedMeasure } from "../../charts/port";
import { cn } from "../../ui/cn";
import { figureOf } from "../formats";
import { Delta } from "../parts/delta";
import { VerdictMark } from "../parts/verdict-mark";
import { useRuntime } from "../runtime";
import { courseOf, figuresOf, kpiFigures, type Parts, partsOf, valueQuestion } from "./kpi-figures";
import { Sparkline } from "./sparkline";
import { meets, VERDICT_INK } from "./verdict";

function View({ object, context, answers }: ObjectViewProps) {
  const t = useTranslations("dashboards.kpi");
  const parts = partsOf(object, context);
  const { main } = parts;
  const figures = figuresOf(parts, answers.value);
  const share = useShare(object, context, parts, figures.value);
  const course = courseOf(answers.trend, 1);
  const change = parts.compare ? context.formats.change(figures.value, figures.before, main.format) : null;
  const compareText = context.formats.value(figures.before, parts.compare?.format ?? main.format, {
    compact: true,
  });
  return (
    <div className="flex h-full min-w-0 flex-col">
      <div className="flex min-h-9 min-w-0 items-end gap-3">
        <div
          className={cn(
            "dash-kpi-value inline-flex shrink-0 items-center gap-1.5 text-26 font-strong tracking-[-0.02em] whitespace-nowrap",
            VERDICT_INK[figures.rule?.use ?? parts.otherwise] || "text-ink",
          )}
        >
          <VerdictMark mark={figures.rule?.mark} />
          {context.formats.value(figures.value, main.format, { compact: true })}
        </div>
        {course ? (
          <Sparkline
            values={course}
            before={parts.compare ? courseOf(answers.trend, 2) : undefined}
            className="mb-1 h-8 w-full min-w-0 flex-1 pr-1"
          />
        ) : null}
      </div>
      <div className="mt-0.5 flex min-w-0 gap-1.5 overflow-hidden text-12 whitespace-nowrap text-ink-3">
        {figures.rule?.say ? <span className="truncate">{context.text(figures.rule.say)}</span> : null}
        {/* Where both do not fit side by side the value before gives way whole: half a figure says another one. */}
        <span className="flex h-[1lh] min-w-0 flex-wrap gap-x-1.5 overflow-hidden empty:hidden">
          {change ? <Delta change={change} better={main.better} /> : null}
          {parts.compare && figures.before !== null ? <span>{t("from", { value: compareText })}</span> : null}
        </span>
        <Goal
          main={main}
          value={figureOf(figures.value)}
          goal={figures.goal}
          say={parts.goal?.say}
          context={context}
        />
        {share ? <span className="ml-auto shrink-0">{t("ofAll", { share: share.text })}</span> : null}
      </div>
      {share ? (
        <div aria-hidden="true" className="absolute inset-x-0 -bottom-1.5 h-1 bg-press">
          <i className="block h-full bg-(--chart-1)" style={{ width: `${share.percent}%` }} />
        </div>
      ) : null}
    </div>
  );
}

function Goal({
  main,
  value,
  goal,
  say,
  context,
}: {
  main: ResolvedMeasure;
  value: number | null;
  goal: number | null;
  say?: string;
  context: ObjectContext;
}) {
  const t = useTranslations("dashboards.kpi");
  if (goal === null || value === null) return null;
  const met = meets(value, goal, main.better);
  const text = say || t("target", { value: context.formats.value(goal, main.format, { compact: true }) });
  const Icon = met ? Check : TriangleAlert;
  return (
    <>
      {met === null ? null : (
        <span
          className={cn(
            "inline-flex shrink-0 items-center gap-1 font-strong [&_svg]:size-3",
            met ? "text-(--good)" : "text-(--bad)",
          )}
        >
          <Icon aria-hidden="true" />
          {t(met ? "within" : "outside")}
        </span>
      )}
      <span className="truncate">{text}</span>
    </>
  );
}

/** While anything is selected, the sheet's first figure in money says its share of everything. */
function useShare(object: SheetObject, context: ObjectContext, parts: Parts, value: CellValue) {
  const { unselected } = useRuntime();
  if (Object.keys(context.selections).length === 0 || shareObject(context)?.id !== object.id) return null;
  const whole = figuresOf(parts, unselected(valueQuestion(parts))).value;
  const [part, all] = [figureOf(value), figureOf(whole)];
  if (part === null || all === null || all <= 0 || part < 0) return null;
  const share = part / all;
  return {
    text: context.formats.value(share, { kind: "percent", digits: 1 }),
    percent: Math.min(100, share * 100),
  };
}

/** The object that says how much is left: the sheet's first figure in money. */
export function shareObject(context: ObjectContext): SheetObject | undefined {
  return context.sheet.objects.find((o) => {
    const use = o.measure ?? o.measures?.[0];
    return o.kind === "kpi" && use !== undefined && context.measure(use).format.kind === "money";
  });
}

/** The question whose answer without selections is "all". */
export const shareQuestion = (object: SheetObject, context: ObjectContext): CubeQuestion =>
  valueQuestion(partsOf(object, context));

export const kpi: ObjectKind = { ...kpiFigures, View };
