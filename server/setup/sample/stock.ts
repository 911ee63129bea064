import type { ShopSpec } from "./commerce";
import { dayOf, isoOf } from "./dates";
import type { Masters } from "./masters";
import type { Random } from "./random";
import { type Cell, columnsOf, type Table } from "./tables";

const MOVES_PER_PLACE = 9;

/** How many days stock lasts at the end: some shops hoard what others run short of. */
const COVER_DAYS = [6, 18, 28, 35, 44, 60, 130];

/** Stock movements: an opening, then receipts (with the day they were ordered), issues, returns and corrections. */
export function makeStockMoves(spec: ShopSpec, masters: Masters, random: Random): Table {
  const places = Math.round(spec.orders / MOVES_PER_PLACE);
  const categories = masters.products.rows.map((row) => String(row[2]));
  const rows: Cell[][] = [];
  const seen = new Set<number>();
  while (seen.size < places) {
    const product = random.int(0, spec.products - 1);
    const store = random.int(0, spec.stores - 1);
    const place = product * spec.stores + store;
    if (seen.has(place)) continue;
    seen.add(place);
    const cost = masters.unitCosts[product] ?? 1;
    const cover = coverOf(product, store, categories);
    for (const move of movesOfPlace(spec, cover, random))
      rows.push([0, product + 1, store + 1, ...move, cost]);
  }
  rows.sort((a, b) => String(a[3]).localeCompare(String(b[3]), "en"));
  for (const [i, row] of rows.entries()) row[0] = i + 1;
  return {
    name: "stock_moves",
    key: ["move_id"],
    columns: columnsOf({
      move_id: "integer",
      product_id: "integer",
      store_id: "integer",
      moved_on: "date",
      ordered_on: "date",
      kind: "text",
      quantity: "integer",
      unit_cost: "decimal",
    }),
    rows,
  };
}

/** Days the stock of a product is to last in a store: much the same within a category, so that a map of both shows it. */
function coverOf(product: number, store: number, categories: string[]): number {
  const known = [...new Set(categories)].sort();
  const category = known.indexOf(categories[product] ?? "");
  const days = COVER_DAYS[(store * 3 + category * 2) % COVER_DAYS.length] ?? 35;
  return days * (0.6 + (product % 9) / 10);
}

type Move = [movedOn: string, orderedOn: string | null, kind: string, quantity: number];

/** What is left over and above `cover` days of the average issues goes out with the last movement. */
function withoutSurplus(moves: Move[], cover: number, span: number): Move[] {
  const sum = (kinds: Move[]) => kinds.reduce((total, move) => total + move[3], 0);
  const stock = sum(moves);
  const issued = -sum(moves.filter((move) => move[2] === "issue"));
  const share = cover / span;
  const surplus = stock - Math.round(((issued + stock) * share) / (1 + share));
  const last = moves.at(-1);
  if (!last || surplus <= 0) return moves;
  if (last[2] === "issue") return [...moves.slice(0, -1), [last[0], null, "issue", last[3] - surplus]];
  return [...moves, [last[0], null, "issue", -surplus]];
}

/** `[moved_on, ordered_on, kind, signed quantity]`, ascending, never below zero in stock. */
function movesOfPlace(spec: ShopSpec, cover: number, random: Random): Move[] {
  const first = dayOf(spec.from);
  const span = dayOf(spec.to) - first;
  let stock = random.int(20, 120);
  const moves: Move[] = [[isoOf(first), null, "opening", stock]];
  for (let i = 1; i < MOVES_PER_PLACE; i++) {
    const day = first + Math.floor((span * (i - random.next())) / (MOVES_PER_PLACE - 1));
    const roll = random.next();
    if (roll < 0.4 || stock < 10) {
      const quantity = random.int(20, 90);
      const lead = random.int(2, 12) + (random.chance(0.1) ? random.int(5, 30) : 0);
      moves.push([isoOf(day), isoOf(day - lead), "receipt", quantity]);
      stock += quantity;
    } else if (roll < 0.93) {
      const quantity = random.int(1, stock);
      moves.push([isoOf(day), null, "issue", -quantity]);
      stock -= quantity;
    } else if (roll < 0.97) {
      moves.push([isoOf(day), null, "return", 1]);
      stock += 1;
    } else {
      moves.push([isoOf(day), null, "correction", -1]);
      stock -= 1;
    }
  }
  return withoutSurplus(moves, cover, span);
}
