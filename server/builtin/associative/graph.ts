import { circling, type Edge, labels, loosen, type Opened } from "./circles";
import { groupBy } from "./grouping";

/**
 * How tables hang together. Tables that hold a field of equal name meet at a *link*. Tables sharing two or more fields
 * meet at a *hidden table* of the different combinations instead (a synthetic key), so that any two tables share at
 * most one link. Where tables close a circle, one of them is loosened: its links on the circle are left out, as Qlik
 * does, so that what remains is a forest. A table the script loosens has no links at all.
 */
export interface Graph {
  tables: GraphTable[];
  links: Link[];
  /** Sets of real tables that close a circle. */
  loops: string[][];
  loosened: LoosenedTable[];
}

/** A table whose links, or those on a circle, do not count. */
export interface LoosenedTable {
  table: string;
  /** Fields by which it is no longer linked. */
  fields: string[];
  /** Real tables of the circle this opened, itself among them; none where the script loosened it. */
  circle: string[];
}

export interface GraphTable {
  name: string;
  fields: string[];
  /** Of a hidden table: the tables its combinations (or a key's values) are taken from. */
  combines?: string[];
  /** Indexes of its links, loosened ones left out. */
  links: number[];
  /** Tables reachable from each other have the same number … */
  component: number;
  /** … and the same number here, where they are so without a loosened link. */
  island: number;
}

export interface Link {
  /** One field, or several of a synthetic key. */
  fields: string[];
  /** Names of the tables that meet here, loosened ones left out. */
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

/** @param tables in the order they were loaded; of a circle the one with the most `rows` is loosened, else the first */
export function buildGraph(
  tables: readonly { name: string; fields: readonly string[]; rows?: number; loosened?: true }[],
): Graph {
  const nodes: Node[] = tables.map((t) => ({
    name: t.name,
    fields: [...t.fields],
    symbols: new Set(t.fields),
  }));
  splitSyntheticKeys(nodes);
  addKeyTables(nodes);
  const symbols = groupBy(
    nodes.flatMap((node) => [...node.symbols].map((symbol) => ({ symbol, node: node.name }))),
    (edge) => edge.symbol,
  );
  const linking = [...symbols].filter(([, members]) => members.length > 1);
  const edges = linking.flatMap(([, members]) => members);
  const rows = new Map(tables.map((t) => [t.name, t.rows ?? 0]));
  const forced = new Set(tables.flatMap((t) => (t.loosened ? [t.name] : [])));
  const counted = edges.filter((edge) => !forced.has(edge.node));
  const { kept, opened } = loosen(counted, (name) => rows.get(name) ?? -1);
  const names = nodes.map((n) => n.name);
  const component = labels(names, edges);
  const island = labels(names, kept);
  const counting = groupBy(kept, (edge) => edge.symbol);
  const links = linking
    .map(([symbol]) => ({
      fields: fieldsOf(symbol),
      members: (counting.get(symbol) ?? []).map((edge) => edge.node),
    }))
    .filter((link) => link.members.length > 1);
  const isReal = (name: string) => rows.has(name);
  return {
    links,
    loops: loopsOf(names, counted, isReal),
    loosened: [...byScript(forced, edges), ...opened].map(({ node, symbols: cut, circle }) => ({
      table: node,
      fields: [...new Set(cut.flatMap(fieldsOf))],
      circle: names.filter((name) => isReal(name) && circle.includes(name)),
    })),
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

/** Tables the script loosens, with all they would be linked by. */
function byScript(forced: ReadonlySet<string>, edges: readonly Edge[]): Opened[] {
  return [...forced].flatMap((node) => {
    const symbols = edges.filter((edge) => edge.node === node).map((edge) => edge.symbol);
    return symbols.length > 0 ? [{ node, symbols, circle: [] }] : [];
  });
}

function fieldsOf(symbol: string): string[] {
  return symbol.split(SEPARATOR);
}

/** Replaces the largest set of fields two tables share by one symbol and a hidden table, until no two share two. */
function splitSyntheticKeys(nodes: Node[]): void {
  for (let round = 0; round < MOST_HIDDEN; round++) {
    const shared = largestShared(nodes);
    if (shared.length < 2) return;
    const symbol = shared.join(SEPARATOR);
    const fields = [...new Set(shared.flatMap(fieldsOf))];
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
    const fields = fieldsOf(symbol);
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

function loopsOf(
  names: readonly string[],
  edges: readonly Edge[],
  isReal: (name: string) => boolean,
): string[][] {
  const round = circling(edges);
  const inCircle = new Set(round.map((e) => e.node));
  const label = labels(names, round);
  const groups = groupBy(
    names.filter((name) => inCircle.has(name)),
    (name) => label.get(name),
  );
  return [...groups.values()].map((group) => group.filter(isReal));
}
