"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import type { CellValue, PivotAnswer } from "@/server/platform/model";
import type { ObjectContext, ObjectViewProps, ResolvedMeasure } from "../../../charts/port";
import { cn } from "../../../ui/cn";
import { useRuntime } from "../../runtime";
import { type PivotPlan, pivotPlan, shadesOf, toggledPaths } from "./plan";
import { shownAnswer } from "./zeros";

const HEAD =
  "sticky top-0 h-7 border-b border-line-strong bg-surface px-2 text-12 font-medium whitespace-nowrap text-ink-3";

export function View({ object, context, answers, actions }: ObjectViewProps) {
  const t = useTranslations("dashboards.pivot");
  const { store } = useRuntime();
  const plan = pivotPlan(object, context);
  const answer = shownAnswer(plan, answers);
  if (!answer) return null;
  const shades = object.color?.by === "value" ? shadesOf(answer, object.color.per ?? "all") : null;
  const toggle = (path: CellValue[]) =>
    store.setLocal(object.id, { expanded: toggledPaths(plan.expanded, path) });
  const select = (field: string | null | undefined, value: CellValue) =>
    field ? () => actions.select(field, [value], "toggle") : undefined;
  const more = answer.columnCount - answer.columns.length;

  return (
    <div className="flex h-full min-h-0 flex-col">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <div className="-mt-0.5 min-h-0 flex-1 overflow-auto" tabIndex={0}>
        <table className="w-full border-separate border-spacing-0 text-13">
          <PivotHead plan={plan} answer={answer} select={select} />
          <tbody>
            {plan.totalRow ? <TotalRow plan={plan} answer={answer} context={context} /> : null}
            {answer.rows.map((row, r) => {
              const depth = row.path.length - 1;
              const value = row.path[depth] ?? null;
              const dimension = plan.rows[depth];
              const name = dimension?.text(value) ?? String(value);
              const expandable = row.path.length < plan.rows.length;
              return (
                <tr key={JSON.stringify(row.path)} className={cn("group", depth === 0 && "font-medium")}>
                  <th
                    scope="row"
                    className={cn(
                      "sticky left-0 z-1 max-w-52 border-b border-line bg-surface pr-2 text-left font-[inherit] group-hover:bg-hover",
                      depth === 0 ? "h-8" : "h-7 text-ink-2",
                    )}
                    style={{ paddingLeft: depth * 16 }}
                  >
                    <span className="flex items-center gap-1">
                      {expandable ? (
                        <Opener
                          open={row.open}
                          label={t(row.open ? "close" : "open", { name })}
                          onClick={() => toggle(row.path)}
                        />
                      ) : plan.rows.length > 1 ? (
                        <i className="w-6 shrink-0" />
                      ) : null}
                      <Name text={name} onClick={select(dimension?.field, value)} />
                    </span>
                  </th>
                  {row.cells.map((cell, c) =>
                    plan.measures.map((measure, m) => (
                      <Cell
                        key={`${JSON.stringify(answer.columns[c])} ${measure.value}`}
                        value={cell[m] ?? null}
                        measure={measure}
                        context={context}
                        shade={m === 0 ? (shades?.[r]?.[c] ?? null) : null}
                      />
                    )),
                  )}
                  {plan.totalColumn && plan.columns.length > 0
                    ? plan.measures.map((measure, m) => (
                        <Cell
                          key={measure.value}
                          value={row.totals[m] ?? null}
                          measure={measure}
                          context={context}
                          shade={null}
                        />
                      ))
                    : null}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {more > 0 || answer.rowCount > answer.rows.length ? (
        <p className="pt-1.5 text-12 text-ink-3">
          {more > 0 ? `${t("moreColumns", { count: more })} ` : ""}
          {answer.rowCount > answer.rows.length
            ? t("moreRows", { count: answer.rowCount - answer.rows.length })
            : ""}
        </p>
      ) : null}
    </div>
  );
}

function Opener({ open, label, onClick }: { open: boolean; label: string; onClick(): void }) {
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={label}
      onClick={onClick}
      className="grid size-6 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-press hover:text-ink in-data-[width=narrow]:size-9"
    >
      <Chevron aria-hidden="true" className="size-3.5" />
    </button>
  );
}

function Name({ text, onClick }: { text: string; onClick?: () => void }) {
  if (!onClick) return <span className="truncate">{text}</span>;
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-6 truncate hover:text-(--brand-text) focus-visible:-outline-offset-2"
    >
      {text}
    </button>
  );
}

function PivotHead({
  plan,
  answer,
  select,
}: {
  plan: PivotPlan;
  answer: PivotAnswer;
  select(field: string | null | undefined, value: CellValue): (() => void) | undefined;
}) {
  const t = useTranslations("dashboards.pivot");
  const many = plan.measures.length > 1;
  return (
    <thead>
      <tr>
        <th scope="col" className={cn(HEAD, "left-0 z-3 pl-0 text-left")}>
          {plan.rows.map((d) => d.label).join(" › ")}
        </th>
        {answer.columns.map((path) =>
          plan.measures.map((measure) => (
            <th
              key={`${JSON.stringify(path)} ${measure.value}`}
              scope="col"
              className={cn(HEAD, "z-2 text-right")}
            >
              {path.map((value, i) => (
                <Name
                  key={plan.columns[i]?.expression ?? i}
                  text={plan.columns[i]?.text(value) ?? String(value)}
                  onClick={select(plan.columns[i]?.field, value)}
                />
              ))}
              {many || path.length === 0 ? ` ${measure.label}` : ""}
            </th>
          )),
        )}
        {plan.totalColumn && plan.columns.length > 0
          ? plan.measures.map((measure) => (
              <th key={measure.value} scope="col" className={cn(HEAD, "z-2 text-right")}>
                {many ? `${t("all")} ${measure.label}` : t("all")}
              </th>
            ))
          : null}
      </tr>
    </thead>
  );
}

function TotalRow({
  plan,
  answer,
  context,
}: {
  plan: PivotPlan;
  answer: PivotAnswer;
  context: ObjectContext;
}) {
  const t = useTranslations("dashboards.pivot");
  const cell =
    "sticky top-7 z-2 h-8 border-b border-line-strong bg-surface px-2 text-right font-strong whitespace-nowrap";
  const text = (value: CellValue | undefined, measure: ResolvedMeasure) =>
    context.formats.value(value ?? null, measure.format, { compact: true });
  return (
    <tr>
      <th scope="row" className={cn(cell, "left-0 z-3 pl-0 text-left")}>
        {t("all")}
      </th>
      {answer.columns.map((path, c) =>
        plan.measures.map((measure, m) => (
          <td key={`${JSON.stringify(path)} ${measure.value}`} className={cell}>
            {text(answer.totals.cells[c]?.[m], measure)}
          </td>
        )),
      )}
      {plan.totalColumn && plan.columns.length > 0
        ? plan.measures.map((measure, m) => (
            <td key={measure.value} className={cell}>
              {text(answer.totals.totals[m], measure)}
            </td>
          ))
        : null}
    </tr>
  );
}

function Cell({
  value,
  measure,
  context,
  shade,
}: {
  value: CellValue;
  measure: ResolvedMeasure;
  context: ObjectContext;
  /** From 0 to 1, or none. */
  shade: number | null;
}) {
  const step = shade === null ? 0 : 1 + Math.min(5, Math.floor(shade * 6));
  return (
    <td
      className="border-b border-line px-2 text-right whitespace-nowrap"
      style={
        step > 0
          ? {
              background: `var(--seq-${step})`,
              // Black or white, whichever is higher on that step.
              color: step <= 4 ? "light-dark(#000, #fff)" : "light-dark(#fff, #000)",
            }
          : undefined
      }
    >
      {context.formats.value(value, measure.format, { compact: true })}
    </td>
  );
}
