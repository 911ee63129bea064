import { groupBy } from "./grouping";

/** A table (`node`) holds what it is linked by (`symbol`: a field, or the fields of a synthetic key). */
export interface Edge {
  symbol: string;
  node: string;
}

/** One table taken off a circle. */
export interface Opened {
  node: string;
  /** What it is no longer linked by. */
  symbols: string[];
  /** Tables of the circle, itself among them. */
  circle: string[];
}

/**
 * Opens every circle by loosening one table of it: all its edges on the circle are left out, as Qlik does.
 * @param size the largest table of a circle is loosened ("longest", usually the transactions); ties: the first
 */
export function loosen(
  edges: readonly Edge[],
  size: (node: string) => number,
): { kept: Edge[]; opened: Opened[] } {
  const opened: Opened[] = [];
  let kept = [...edges];
  for (let round = circling(kept); round.length > 0; round = circling(kept)) {
    const names = [...new Set(round.map((e) => e.node))];
    const node = names.reduce((best, name) => (size(name) > size(best) ? name : best));
    const cut = new Set(round.filter((e) => e.node === node));
    const label = labels(names, round);
    const circle = names.filter((name) => label.get(name) === label.get(node));
    opened.push({ node, symbols: [...cut].map((e) => e.symbol), circle });
    kept = kept.filter((e) => !cut.has(e));
  }
  return { kept, opened };
}

/** The edges on a circle: those whose ends stay connected without them. */
export function circling(edges: readonly Edge[]): Edge[] {
  const core = withoutEnds(edges);
  return core.filter((edge) => {
    const others = core.filter((e) => e !== edge);
    return reaches(others, edge);
  });
}

/** Edges left when tables and symbols with one edge are taken away again and again: a cheap way to few. */
function withoutEnds(edges: readonly Edge[]): Edge[] {
  let left = [...edges];
  for (;;) {
    const bySymbol = groupBy(left, (e) => e.symbol);
    const byNode = groupBy(left, (e) => e.node);
    const many = (group: Edge[] | undefined) => (group?.length ?? 0) > 1;
    const next = left.filter((e) => many(bySymbol.get(e.symbol)) && many(byNode.get(e.node)));
    if (next.length === left.length) return left;
    left = next;
  }
}

function reaches(edges: readonly Edge[], { node, symbol }: Edge): boolean {
  const label = labels([node], edges);
  return edges.some((e) => e.symbol === symbol && label.has(e.node));
}

/** A number per table that can be reached from `names`, equal for tables connected by `edges`. */
export function labels(names: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const bySymbol = groupBy(edges, (e) => e.symbol);
  const byNode = groupBy(edges, (e) => e.node);
  const found = new Map<string, number>();
  for (const [number, start] of names.entries()) {
    const queue = found.has(start) ? [] : [start];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      found.set(name, number);
      for (const e of byNode.get(name) ?? [])
        queue.push(...(bySymbol.get(e.symbol) ?? []).map((o) => o.node));
    }
  }
  return found;
}
