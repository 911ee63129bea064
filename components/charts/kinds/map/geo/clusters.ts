import type { Point } from "../../../draw/scene";
import type { Place } from "./places";

/** Middles closer than this cannot be told apart nor touched one by one, px. */
export const APART = 24;

export interface Cluster {
  /** The largest: the others lie around it, and its id is the cluster's at every zoom. */
  lead: Place;
  /** With the lead, the largest first. */
  places: Place[];
  /** Of the lead, px. */
  at: Point;
}

const sizeOf = ({ gathered: { total } }: Place) => (total === null ? -1 : Math.abs(total));

/** The largest first. */
export const bySize = (one: Place, other: Place): number => sizeOf(other) - sizeOf(one);

/** Puts places that lie together in the drawing into one, around the larger ones. A place alone is a cluster of one. */
export function clustersOf(places: readonly Place[], toPixel: (point: Point) => Point): Cluster[] {
  const ordered = [...places].sort(bySize);
  const cells = new Map<string, Cluster[]>();
  const found: Cluster[] = [];
  for (const place of ordered) {
    const at = toPixel(place.middle);
    const [column, row] = [Math.floor(at[0] / APART), Math.floor(at[1] / APART)];
    const near = nearest(at, column, row, cells);
    if (near) {
      near.places.push(place);
      continue;
    }
    const cluster = { lead: place, places: [place], at };
    const key = `${column},${row}`;
    cells.set(key, [...(cells.get(key) ?? []), cluster]);
    found.push(cluster);
  }
  return found;
}

/** The nearest cluster within reach: it can only be in the cells around. */
function nearest(
  [x, y]: Point,
  column: number,
  row: number,
  cells: ReadonlyMap<string, Cluster[]>,
): Cluster | null {
  let best: Cluster | null = null;
  let least = APART;
  for (const dx of [-1, 0, 1])
    for (const dy of [-1, 0, 1])
      for (const cluster of cells.get(`${column + dx},${row + dy}`) ?? []) {
        const distance = Math.hypot(cluster.at[0] - x, cluster.at[1] - y);
        if (distance < least) [best, least] = [cluster, distance];
      }
  return best;
}
