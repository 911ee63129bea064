import type { CSSProperties } from "react";
import type { SheetObject } from "@/server/templates/sheet-schema";

/** Heights on a phone in px, where an object's own would be too low or too high. */
const PHONE_HEIGHT: Partial<Record<SheetObject["kind"], number>> = {
  bar: 308,
  map: 308,
  line: 260,
  combo: 300,
  treemap: 300,
  pie: 280,
  scatter: 336,
  heatmap: 336,
  histogram: 260,
  boxplot: 308,
  waterfall: 308,
  bullet: 190,
  gauge: 190,
  pivot: 420,
};

export interface Cell {
  /** Columns of 12 and rows, for the middle width. */
  span: number;
  rows: number;
  /** Both columns of a phone, or one of two. */
  phone: 1 | 2;
  /** The first figure of the sheet is larger on a phone. */
  lead: boolean;
  /** In the first row at the two smaller widths, where no line is drawn above. */
  first: boolean;
}

/**
 * Where objects stand at the two smaller widths, in reading order: key figures three in a row (never one alone),
 * objects of eleven columns and more full, others in pairs of equal height, one without a partner full.
 */
export function cellsOf(objects: SheetObject[]): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const shown = objects.filter((o) => o.kind !== "filters");
  for (const [i, run] of runsOf(shown).entries())
    for (const [id, cell] of run) cells.set(id, { ...cell, first: i === 0 });
  return cells;
}

type Placed = [id: string, cell: Omit<Cell, "first">][];

function runsOf(objects: SheetObject[]): Placed[] {
  const runs: Placed[] = [];
  let i = 0;
  let seen = false;
  while (i < objects.length) {
    const object = objects[i];
    if (!object) break;
    if (object.kind === "kpi") {
      const run = objects.slice(
        i,
        firstAfter(objects, i, (o) => o.kind !== "kpi"),
      );
      runs.push(figures(run, !seen));
      seen = true;
      i += run.length;
    } else {
      const next = objects[i + 1];
      const pair = isHalf(object) && next && isHalf(next) ? [object, next] : [object];
      const rows = Math.max(...pair.map((o) => o.at[3]));
      const cell = { span: pair.length === 2 ? 6 : 12, rows, phone: 2 as const, lead: false };
      runs.push(pair.map((o) => [o.id, cell]));
      i += pair.length;
    }
  }
  return runs;
}

const isHalf = (o: SheetObject) => o.kind !== "kpi" && o.at[2] < 11;

function firstAfter(objects: SheetObject[], from: number, is: (o: SheetObject) => boolean): number {
  const found = objects.findIndex((o, i) => i > from && is(o));
  return found < 0 ? objects.length : found;
}

function figures(run: SheetObject[], first: boolean): Placed {
  const spans = rowsOfThree(run.length).flatMap((count) => Array<number>(count).fill(12 / count));
  const others = run.length - (first ? 1 : 0);
  return run.map((o, i) => {
    const lead = first && i === 0;
    const alone = others % 2 === 1 && i === run.length - 1;
    return [o.id, { span: spans[i] ?? 12, rows: o.at[3], phone: lead || alone ? 2 : 1, lead }];
  });
}

/** 5 → 3, 2; 4 → 2, 2; 7 → 3, 2, 2. */
function rowsOfThree(count: number): number[] {
  if (count <= 3) return [count];
  if (count === 4) return [2, 2];
  return [3, ...rowsOfThree(count - 3)];
}

/** The place of an object at every width, as variables that `dashboard.css` reads. */
export function placeStyle({ at: [x, y, w, h], kind }: SheetObject, cell: Cell | undefined): CSSProperties {
  const height = PHONE_HEIGHT[kind];
  return {
    "--x": x + 1,
    "--y": y + 1,
    "--w": w,
    "--h": h,
    "--w12": cell?.span ?? 12,
    "--h12": cell?.rows ?? h,
    "--w2": cell?.phone ?? 2,
    "--ph": height ? `${height}px` : "auto",
  } as CSSProperties;
}
