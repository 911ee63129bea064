import dagre from "@dagrejs/dagre";
import type { ViewModel, ViewTable } from "./view-model";

export const NODE_WIDTH = 224;
const HEAD = 44;
const ROW = 24;
const FOOT = 8;
/** Fields a table shows in the drawing; keys always, the rest is in its details. */
const MOST_FIELDS = 10;

/** Fields that a table shows in the drawing. */
export function shownFields(table: ViewTable) {
  const keys = table.fields.filter((f) => f.key).length;
  return table.fields.slice(0, Math.max(MOST_FIELDS, keys));
}

export function heightOf(table: ViewTable): number {
  const shown = shownFields(table).length;
  return HEAD + ROW * (shown + (shown < table.fields.length ? 1 : 0)) + FOOT;
}

/** Top left corner of every table, in pixels: linked tables beside each other, left to right. */
export function layout({ tables, links }: ViewModel): Map<string, { x: number; y: number }> {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 28, ranksep: 88, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const table of tables) graph.setNode(table.name, { width: NODE_WIDTH, height: heightOf(table) });
  for (const link of links) graph.setEdge(link.from, link.to);
  dagre.layout(graph);
  return new Map(
    tables.map((table) => {
      const { x, y } = graph.node(table.name);
      return [table.name, { x: x - NODE_WIDTH / 2, y: y - heightOf(table) / 2 }];
    }),
  );
}

export type Direction = "left" | "right" | "up" | "down";

/** The nearest table in a direction; sideways distance counts double. Undefined where there is none. */
export function neighbour(
  places: ReadonlyMap<string, { x: number; y: number }>,
  from: string,
  direction: Direction,
): string | undefined {
  const start = places.get(from);
  if (!start) return undefined;
  const horizontal = direction === "left" || direction === "right";
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  const found = [...places].flatMap(([name, at]) => {
    const [dx, dy] = [at.x - start.x, at.y - start.y];
    const along = sign * (horizontal ? dx : dy);
    const aside = Math.abs(horizontal ? dy : dx);
    return name !== from && along > 0 ? [{ name, far: along + 2 * aside }] : [];
  });
  return found.sort((a, b) => a.far - b.far)[0]?.name;
}
