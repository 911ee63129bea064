"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CellValue, CubeAnswer } from "@/server/platform/model";
import type { ObjectContext, ObjectViewProps } from "../../../charts/port";
import { cn } from "../../../ui/cn";
import { figureOf } from "../../formats";
import { DashButton } from "../../parts/dash-button";
import { useRuntime } from "../../runtime";
import { ChangeCell, CourseCell, FigureCell } from "./cells";
import { FOLD, fitColumns, widthOf } from "./fit";
import { HeadCell } from "./head-cell";
import { type Column, PAGE, pageOf, planOf, sortOf, turnedTo } from "./plan";
import { TableRow } from "./table-row";
import { useRowDrill } from "./use-row-drill";

/** Rows of a phone before "all". */
const PHONE_ROWS = 8;

export function View({ object, context, answers, width, actions }: ObjectViewProps) {
  const t = useTranslations("dashboards.table");
  const { store, width: dashboard } = useRuntime();
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<CellValue | undefined>();
  const plan = planOf(object, context);
  const { drillOf, doubleClick } = useRowDrill({ object, context, actions }, plan);
  const answer = answers.rows;
  if (answer?.kind !== "cube") return null;
  const { shown, folded } = fitColumns(plan.columns, width);
  const sort = sortOf(plan, object.id, context);
  const narrow = dashboard === "narrow";
  const rows = narrow && !all ? answer.rows.slice(0, PHONE_ROWS) : answer.rows;
  const cell = cellOf({ answers, context, answer });
  const field = plan.dimensions[0]?.field ?? null;
  const hidden = answer.rows.length - rows.length;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        className="-mt-0.5 min-h-0 flex-1 overflow-auto"
        {...doubleClick}
        tabIndex={narrow ? undefined : 0}
      >
        <table className="w-full table-fixed border-separate border-spacing-0 text-13">
          <Widths columns={shown} all={plan.columns} fold={folded.length > 0} />
          <thead>
            <tr>
              {shown.map((column, i) => (
                <HeadCell
                  key={column.id}
                  column={column}
                  first={i === 0}
                  sort={sort}
                  onSort={(next) => store.setLocal(object.id, { sort: next, page: 0 })}
                />
              ))}
              {folded.length > 0 ? (
                <th className="sticky top-0 z-2 w-8 border-b border-line-strong bg-surface" />
              ) : null}
            </tr>
          </thead>
          <tbody>
            {plan.totals && answer.totals ? (
              <TotalRow columns={shown} answer={answer} context={context} fold={folded.length > 0} />
            ) : null}
            {rows.map((row, i) => (
              <TableRow
                key={JSON.stringify(row.slice(0, plan.dimensions.length))}
                row={row}
                state={answer.states?.[i]}
                shown={shown}
                folded={folded}
                open={open !== undefined && open === row[0]}
                onOpen={(next) => setOpen(next ? row[0] : undefined)}
                onSelect={
                  field === null ? undefined : () => actions.select(field, [row[0] ?? null], "toggle")
                }
                drill={drillOf(row)}
                cell={cell}
              />
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 ? (
        <DashButton look="quiet" className="mt-2 w-full" onClick={() => setAll(true)}>
          {t(answer.rowCount > answer.rows.length ? "showFirst" : "showAll", {
            count: answer.rows.length,
            total: answer.rowCount,
          })}
        </DashButton>
      ) : (
        <Pages
          total={Math.min(answer.rowCount, plan.limit)}
          of={answer.rowCount}
          page={pageOf(object.id, context)}
          onPage={(page) => store.setLocal(object.id, { ...turnedTo(page, context) })}
        />
      )}
    </div>
  );
}

/** What is left over goes to all columns by their need. */
function Widths({ columns, all, fold }: { columns: Column[]; all: Column[]; fold: boolean }) {
  const needs = columns.map((column) => widthOf(column, all.indexOf(column)));
  const total = needs.reduce((sum, need) => sum + need, 0);
  return (
    <colgroup>
      {columns.map((column, i) => (
        <col key={column.id} style={{ width: `${((needs[i] ?? 0) / total) * 100}%` }} />
      ))}
      {fold ? <col style={{ width: FOLD }} /> : null}
    </colgroup>
  );
}

type CellOf = (column: Column, row: readonly CellValue[]) => React.ReactNode;

function cellOf({
  answers,
  context,
  answer,
}: Pick<ObjectViewProps, "answers" | "context"> & { answer: CubeAnswer }): CellOf {
  const most = new Map<number, number>();
  const maxOf = (at: number) => {
    const known = most.get(at) ?? Math.max(0, ...answer.rows.map((row) => figureOf(row[at] ?? null) ?? 0));
    most.set(at, known);
    return known;
  };
  return (column, row) => {
    if (column.kind === "value") return column.dimension.text(row[column.at] ?? null);
    if (column.kind === "number")
      return (
        <FigureCell column={column} row={row} max={column.bar ? maxOf(column.at) : 0} context={context} />
      );
    if (column.kind === "change") return <ChangeCell column={column} row={row} context={context} />;
    const course = answers[column.id];
    if (course?.kind !== "pivot") return null;
    const cells = course.rows.find((r) => r.path[0] === row[0])?.cells;
    return <CourseCell column={column} answer={course} cells={cells} context={context} />;
  };
}

/** Over everything selected, computed anew and never added up. */
function TotalRow({
  columns,
  answer,
  context,
  fold,
}: {
  columns: Column[];
  answer: CubeAnswer;
  context: ObjectContext;
  fold: boolean;
}) {
  const t = useTranslations("dashboards.table");
  const dimensions = answer.columns.filter((c) => c.kind === "dimension").length;
  const row = [...Array<null>(dimensions).fill(null), ...(answer.totals ?? [])];
  return (
    <tr className="font-strong">
      {columns.map((column, i) => (
        <td
          key={column.id}
          className={cn(
            "sticky top-7 z-1 h-8 border-b border-line-strong bg-surface px-2 whitespace-nowrap",
            i === 0 && "pl-0",
            column.kind !== "value" && "text-right",
          )}
        >
          {i === 0 ? t("all") : null}
          {column.kind === "number"
            ? context.formats.value(row[column.at] ?? null, column.measure.format, { compact: column.bar })
            : null}
          {column.kind === "change" ? <ChangeCell column={column} row={row} context={context} /> : null}
        </td>
      ))}
      {fold ? <td className="sticky top-7 border-b border-line-strong bg-surface" /> : null}
    </tr>
  );
}

function Pages({
  total,
  of,
  page,
  onPage,
}: {
  total: number;
  of: number;
  page: number;
  onPage(page: number): void;
}) {
  const t = useTranslations("dashboards.table");
  if (total <= PAGE)
    return of > total ? (
      <p className="pt-1.5 text-12 text-ink-3">{t("firstRows", { count: total, total: of })}</p>
    ) : null;
  const from = page * PAGE + 1;
  const to = Math.min(total, from + PAGE - 1);
  return (
    <div className="flex items-center gap-2 pt-1.5 text-12 text-ink-3">
      <span className="mr-auto">{t("page", { from, to, total })}</span>
      <DashButton small disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t("previous")}
      </DashButton>
      <DashButton small disabled={to >= total} onClick={() => onPage(page + 1)}>
        {t("next")}
      </DashButton>
    </div>
  );
}
