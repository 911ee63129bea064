import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Box } from "../../charts/draw/scene";

/** Sizes in points, lying. */
export const PAPER = { a4: [841.89, 595.28], letter: [792, 612] } as const;
export type Paper = keyof typeof PAPER;

export const MARGIN = 32;
/** Room for the words above and below the figures. */
export const HEAD = 46;
export const FOOT = 22;

/** The sheet's grid, as on a screen 1,280 px wide. */
const COLUMNS = 24;
const GUTTER = 20;
const ROW = 32;
const BETWEEN = 12;
const WIDTH = 1232;
/** A sheet this much too high for a page is made smaller rather than cut. */
const SHRINK = 0.75;

export interface Placed {
  object: SheetObject;
  /** In px of the page's own drawing. */
  box: Box;
}

export interface PaperPage {
  objects: Placed[];
  /** Size of the drawing in px, and points per px. */
  width: number;
  height: number;
  scale: number;
}

/**
 * Where the objects of a sheet stand on pages: as on the screen, in reading order. A page ends between objects; what
 * is higher than a page is made smaller. Columns that nothing on paper stands in (filters) are closed up at the edges.
 */
export function pagesOf(objects: readonly SheetObject[], paper: Paper): PaperPage[] {
  const [paperWidth, paperHeight] = PAPER[paper];
  const room = { width: paperWidth - 2 * MARGIN, height: paperHeight - 2 * MARGIN - HEAD - FOOT };
  if (objects.length === 0) return [];
  const left = Math.min(...objects.map(({ at: [x] }) => x));
  const right = Math.max(...objects.map(({ at: [x, , w] }) => x + w));
  const count = right - left;
  const column = (WIDTH - (COLUMNS - 1) * GUTTER) / COLUMNS;
  const width = count * column + (count - 1) * GUTTER;
  const scale = Math.min(room.width / width, 0.8);
  const high = room.height / scale;
  const bands = bandsOf(objects);
  const all = heightOf(bands);
  if (all * SHRINK <= high) return [pageOf(bands.flat(), Math.min(scale, room.height / all))];
  const pages: SheetObject[][][] = [];
  for (const band of bands) {
    const open = pages.at(-1);
    if (open && heightOf([...open, band]) <= high) open.push(band);
    else pages.push([band]);
  }
  return pages.map((page) => pageOf(page.flat(), Math.min(scale, room.height / heightOf(page))));

  function pageOf(page: SheetObject[], pointsPerPx: number): PaperPage {
    const top = Math.min(...page.map(({ at: [, y] }) => y));
    const placed = page.map((object): Placed => {
      const [x, y, w, h] = object.at;
      return {
        object,
        box: {
          x: (x - left) * (column + GUTTER),
          y: (y - top) * ROW,
          width: w * column + (w - 1) * GUTTER,
          height: h * ROW - BETWEEN,
        },
      };
    });
    return { objects: placed, width, height: heightOf([page]), scale: pointsPerPx };
  }
}

const endOf = ({ at: [, y, , h] }: SheetObject) => y + h;

/** From the first row of some bands to their last. */
function heightOf(bands: readonly (readonly SheetObject[])[]): number {
  const all = bands.flat();
  const top = Math.min(...all.map(({ at: [, y] }) => y));
  return (Math.max(...all.map(endOf)) - top) * ROW;
}

/** Objects that no line from edge to edge can part, in the order of their rows. */
function bandsOf(objects: readonly SheetObject[]): SheetObject[][] {
  const sorted = [...objects].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  const bands: SheetObject[][] = [];
  let end = -1;
  for (const object of sorted) {
    const open = bands.at(-1);
    if (open && object.at[1] < end) open.push(object);
    else bands.push([object]);
    end = Math.max(end, endOf(object));
  }
  return bands;
}
