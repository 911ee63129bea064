import dagre from "@dagrejs/dagre";
import type { ViewModel, ViewTable } from "./view-model";

export const NODE_WIDTH = 224;
const HEAD = 44;
const ROW = 24;
const FOOT = 8;
/** Fields a table shows in the drawing; keys always, the rest is in its details. */
const MOST_FIELDS = 10;
const FEW_FIELDS = 3;
/** From here on a drawing shows the keys and little else. */
const MANY_TABLES = 10;
/** Tables of one parent that stand above each other before they get another column. */
const COLUMN = 4;

/** How many fields each table shows at most. */
export function mostFields({ tables }: ViewModel): number {
  return tables.length > MANY_TABLES ? FEW_FIELDS : MOST_FIELDS;
}

export function shownFields(table: ViewTable, most: number) {
  const keys = table.fields.filter((f) => f.key).length;
  return table.fields.slice(0, Math.max(most, keys));
}

export function heightOf(table: ViewTable, most: number): number {
  const shown = shownFields(table, most).length;
  return HEAD + ROW * (shown + (shown < table.fields.length ? 1 : 0)) + FOOT;
}

/**
 * Top left corner of every table, in pixels. The best linked table stands in the middle, what it is linked with on
 * both sides of it, and so on outward.
 */
export function layout(view: ViewModel): Map<string, { x: number; y: number }> {
  const most = mostFields(view);
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 28, ranksep: 88, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const table of view.tables)
    graph.setNode(table.name, { width: NODE_WIDTH, height: heightOf(table, most) });
  for (const { left, right, ranks } of outward(view)) graph.setEdge(left, right, { minlen: ranks });
  dagre.layout(graph);
  return new Map(
    view.tables.map((table) => {
      const { x, y } = graph.node(table.name);
      return [table.name, { x: x - NODE_WIDTH / 2, y: y - heightOf(table, most) / 2 }];
    }),
  );
}

interface Span {
  left: string;
  right: string;
  /** Columns between them. */
  ranks: number;
}

/** Which table of each link stands left, going outward from the best linked table of every connected part. */
function outward({ tables, links }: ViewModel): Span[] {
  const neighbours = (name: string) =>
    links.flatMap((l) => (l.from === name ? [l.to] : l.to === name ? [l.from] : []));
  const byDegree = tables.map((t) => t.name).sort((a, b) => neighbours(b).length - neighbours(a).length);
  const order = new Map<string, number>();
  const side = new Map<string, "left" | "right">();
  const spans: Span[] = [];
  for (const root of byDegree) {
    if (order.has(root)) continue;
    order.set(root, order.size);
    const queue = [root];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const children = neighbours(name).filter((n) => !order.has(n));
      const turns = side.has(name) ? 1 : 2;
      const columns = Math.ceil(children.length / turns / COLUMN);
      const apart = parts(children, (n) => neighbours(n).filter((next) => !order.has(next)));
      for (const [i, child] of children.entries()) {
        const at = side.get(name) ?? ((apart.get(child) ?? 0) % 2 === 0 ? "right" : "left");
        side.set(child, at);
        order.set(child, order.size);
        queue.push(child);
        const ranks = 1 + (Math.floor(i / turns) % Math.max(1, columns));
        spans.push(
          at === "right" ? { left: name, right: child, ranks } : { left: child, right: name, ranks },
        );
      }
    }
  }
  return spans;
}

/** Numbers groups of tables that are linked with each other: they stand on the same side. */
function parts(names: readonly string[], next: (name: string) => string[]): Map<string, number> {
  const found = new Map<string, number>();
  let group = 0;
  for (const start of names) {
    if (found.has(start)) continue;
    const queue = [start];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      found.set(name, group);
      queue.push(...next(name));
    }
    group++;
  }
  return found;
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
