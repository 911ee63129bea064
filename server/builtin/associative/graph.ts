import { groupBy } from "./grouping";

/**
 * How tables hang together. Tables that hold a field of equal name meet at a *link*. Tables sharing two or more fields
 * meet at a *hidden table* of the different combinations instead (a synthetic key), so that any two tables share at
 * most one link. Without loops the tables and links form a forest.
 */
export interface Graph {
  tables: GraphTable[];
  links: Link[];
  /** Sets of real tables that close a circle. */
  loops: string[][];
}

export interface GraphTable {
  name: string;
  fields: string[];
  /** Of a hidden table: the tables its combinations (or a key's values) are taken from. */
  combines?: string[];
  /** Indexes of its links, loops left out. */
  links: number[];
  /** Tables reachable from each other have the same number … */
  component: number;
  /** … and the same number here, where they are without passing through a loop. */
  island: number;
}

export interface Link {
  /** One field, or several of a synthetic key. */
  fields: string[];
  /** Names of the tables that meet here, loops left out. */
  members: string[];
}

interface Node {
  name: string;
  fields: string[];
  symbols: Set<string>;
  combines?: string[];
}

const SEPARATOR = "\u0000";
/** Each round makes one hidden table; a sane model needs a handful. */
const MOST_HIDDEN = 200;

export function buildGraph(tables: readonly { name: string; fields: readonly string[] }[]): Graph {
  const nodes: Node[] = tables.map((t) => ({
    name: t.name,
    fields: [...t.fields],
    symbols: new Set(t.fields),
  }));
  splitSyntheticKeys(nodes);
  addKeyTables(nodes);
  const symbols = new Map<string, Node[]>();
  for (const node of nodes) for (const s of node.symbols) symbols.set(s, [...(symbols.get(s) ?? []), node]);
  const linking = [...symbols].filter(([, members]) => members.length > 1);
  const edges = linking.flatMap(([symbol, members]) => members.map((node) => ({ symbol, node: node.name })));
  const core = coreOf(edges);
  const outside = edges.filter((e) => !core.has(edgeKey(e)));
  const component = labels(nodes, edges);
  const island = labels(nodes, outside);
  const links = linking
    .map(([symbol, members]) => ({
      fields: symbol.split(SEPARATOR),
      members: members.map((m) => m.name).filter((node) => !core.has(edgeKey({ symbol, node }))),
    }))
    .filter((link) => link.members.length > 1);
  return {
    links,
    loops: loopsOf(
      nodes,
      edges.filter((e) => core.has(edgeKey(e))),
    ),
    tables: nodes.map((n) => ({
      name: n.name,
      fields: n.fields,
      ...(n.combines ? { combines: n.combines } : {}),
      links: links.flatMap((link, index) => (link.members.includes(n.name) ? [index] : [])),
      component: component.get(n.name) ?? 0,
      island: island.get(n.name) ?? 0,
    })),
  };
}

/** Replaces the largest set of fields two tables share by one symbol and a hidden table, until no two share two. */
function splitSyntheticKeys(nodes: Node[]): void {
  for (let round = 0; round < MOST_HIDDEN; round++) {
    const shared = largestShared(nodes);
    if (shared.length < 2) return;
    const symbol = shared.join(SEPARATOR);
    const fields = [...new Set(shared.flatMap((s) => s.split(SEPARATOR)))];
    const holders = nodes.filter((n) => shared.every((s) => n.symbols.has(s)));
    for (const holder of holders) {
      for (const s of shared) holder.symbols.delete(s);
      holder.symbols.add(symbol);
    }
    const combines = holders.map((h) => h.name);
    nodes.push({ name: `$Syn ${round + 1}`, fields, symbols: new Set([...shared, symbol]), combines });
  }
}

/**
 * Gives every field that tables meet at a hidden table of all its values, whichever table has them: what
 * `Count(distinct Key)` counts and a list of the key shows.
 */
function addKeyTables(nodes: Node[]): void {
  const holders = groupBy(
    nodes.flatMap((node) => [...node.symbols].map((symbol) => ({ symbol, name: node.name }))),
    (held) => held.symbol,
  );
  for (const [symbol, held] of holders) {
    const fields = symbol.split(SEPARATOR);
    if (held.length < 2 || fields.length > 1) continue;
    nodes.push({
      name: `$Key ${symbol}`,
      fields,
      symbols: new Set(fields),
      combines: held.map((h) => h.name),
    });
  }
}

function largestShared(nodes: readonly Node[]): string[] {
  let best: string[] = [];
  for (const [i, a] of nodes.entries())
    for (const b of nodes.slice(i + 1)) {
      const shared = [...a.symbols].filter((s) => b.symbols.has(s));
      if (shared.length > best.length) best = shared;
    }
  return best.sort();
}

interface Edge {
  symbol: string;
  node: string;
}

function edgeKey(edge: Edge): string {
  return JSON.stringify([edge.symbol, edge.node]);
}

/** Edges left when tables and links with one edge are taken away again and again: those on circles. */
function coreOf(edges: readonly Edge[]): Set<string> {
  let left = [...edges];
  for (;;) {
    const degree = new Map<string, number>();
    for (const e of left)
      for (const end of [`l${e.symbol}`, `t${e.node}`]) degree.set(end, (degree.get(end) ?? 0) + 1);
    const kept = left.filter((e) => degree.get(`l${e.symbol}`) !== 1 && degree.get(`t${e.node}`) !== 1);
    if (kept.length === left.length) return new Set(kept.map(edgeKey));
    left = kept;
  }
}

/** A number per table, equal for tables connected by `edges`. */
function labels(nodes: readonly Node[], edges: readonly Edge[]): Map<string, number> {
  const bySymbol = groupBy(edges, (e) => e.symbol);
  const byNode = groupBy(edges, (e) => e.node);
  const found = new Map<string, number>();
  for (const [number, start] of nodes.entries()) {
    const queue = found.has(start.name) ? [] : [start.name];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      found.set(name, number);
      for (const e of byNode.get(name) ?? [])
        queue.push(...(bySymbol.get(e.symbol) ?? []).map((o) => o.node));
    }
  }
  return found;
}

function loopsOf(nodes: readonly Node[], core: readonly Edge[]): string[][] {
  const inCore = new Set(core.map((e) => e.node));
  const circling = nodes.filter((n) => inCore.has(n.name));
  const groups = groupBy(circling, (n) => labels(circling, core).get(n.name));
  return [...groups.values()].map((group) => group.filter((n) => !n.combines).map((n) => n.name));
}
