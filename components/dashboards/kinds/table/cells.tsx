import type { CellValue, PivotAnswer } from "@/server/platform/model";
import type { ObjectContext } from "../../../charts/port";
import { cn } from "../../../ui/cn";
import { figureOf } from "../../formats";
import { Delta } from "../../parts/delta";
import { VerdictMark } from "../../parts/verdict-mark";
import { Sparkline } from "../sparkline";
import { ruleFor, VERDICT_INK } from "../verdict";
import type { Column } from "./plan";

type NumberColumn = Extract<Column, { kind: "number" }>;

/** A figure with its bar, its verdict as mark and colour, and the word for it. */
export function FigureCell({
  column,
  row,
  max,
  context,
}: {
  column: NumberColumn;
  row: readonly CellValue[];
  /** Length of a full bar. */
  max: number;
  context: ObjectContext;
}) {
  const cell = row[column.at] ?? null;
  const asked = column.asked.map((at) => row[at] ?? null);
  const rule = ruleFor(column.rules, cell, asked);
  const text = context.formats.value(cell, column.measure.format, { compact: column.bar });
  const share = max > 0 ? Math.max(0, figureOf(cell) ?? 0) / max : 0;
  return (
    <span className="flex items-center justify-end gap-2">
      {column.bar ? (
        <span aria-hidden="true" className="block h-3 max-w-24 min-w-8 flex-1">
          <i
            className={cn(
              "block h-full",
              share > 0 && "min-w-px",
              rule?.use === "bad" ? "bg-(--bad)" : "bg-(--chart-1)",
            )}
            style={{ width: `${share * 100}%` }}
          />
        </span>
      ) : null}
      <span
        className={cn(
          "inline-flex items-center gap-1 whitespace-nowrap",
          VERDICT_INK[rule?.use ?? column.otherwise],
          rule && rule.use !== "neutral" && "font-strong",
          column.bar && "min-w-14 justify-end",
        )}
        title={rule?.say ? context.text(rule.say) : undefined}
      >
        <VerdictMark mark={rule?.mark} />
        {text}
        {rule?.say ? <span className="sr-only">, {context.text(rule.say)}</span> : null}
      </span>
    </span>
  );
}

export function ChangeCell({
  column,
  row,
  context,
}: {
  column: Extract<Column, { kind: "change" }>;
  row: readonly CellValue[];
  context: ObjectContext;
}) {
  const { measure, at, against } = column;
  const change = context.formats.change(row[at] ?? null, row[against] ?? null, measure.format);
  if (!change) return <span className="text-ink-3">–</span>;
  return <Delta change={change} better={measure.better} className="justify-end" />;
}

/** The course of a row over a further field as a small line, or its parts as a stacked bar. */
export function CourseCell({
  column,
  answer,
  cells,
  context,
}: {
  column: Extract<Column, { kind: "course" }>;
  answer: PivotAnswer;
  cells: CellValue[][] | undefined;
  context: ObjectContext;
}) {
  if (!cells) return <span className="text-ink-3">–</span>;
  const values = orderOf(answer).map((i) => ({
    name: answer.columns[i]?.[0] ?? null,
    value: cells[i]?.[0] ?? null,
  }));
  const text = values
    .map(
      ({ name, value }) =>
        `${column.over.text(name)} ${context.formats.value(value, column.measure.format, { compact: true })}`,
    )
    .join(", ");
  const numbers = values.map(({ value }) => figureOf(value));
  return (
    <span className="block" title={column.as === "stack" ? text : undefined}>
      {column.as === "trend" ? (
        <Sparkline values={numbers} className="ml-auto h-5 w-full max-w-24 px-1" />
      ) : (
        <Stack numbers={numbers} />
      )}
      <span className="sr-only">{text}</span>
    </span>
  );
}

const byName = new Intl.Collator(undefined, { numeric: true });

const orders = new WeakMap<PivotAnswer, number[]>();

/** Places of the further field's values in their own order: a course runs through time, not by size. */
function orderOf(answer: PivotAnswer): number[] {
  const known = orders.get(answer);
  if (known) return known;
  const name = (i: number) => answer.columns[i]?.[0] ?? null;
  const order = answer.columns
    .map((_, i) => i)
    .sort((i, j) => {
      const [a, b] = [name(i), name(j)];
      return typeof a === "number" && typeof b === "number" ? a - b : byName.compare(String(a), String(b));
    });
  orders.set(answer, order);
  return order;
}

function Stack({ numbers }: { numbers: (number | null)[] }) {
  const total = numbers.reduce<number>((sum, n) => sum + Math.max(0, n ?? 0), 0);
  return (
    <span aria-hidden="true" className="ml-auto flex h-3 w-28 gap-px">
      {numbers.map((n, i) => (
        <i
          key={i.toString()}
          className="block h-full"
          style={{
            width: `${total > 0 ? (Math.max(0, n ?? 0) / total) * 100 : 0}%`,
            background: `var(--seq-${1 + (i % 6)})`,
          }}
        />
      ))}
    </span>
  );
}
