import type { Period } from "@/server/shared/periods";
import { type Aggregation, metersById, quantities } from "@/server/usage";
import { type Agreement, needs, type Splitting, type Usage } from "./core/owed";
import type { Books } from "./subscription";

const date = (s: number) => new Date(s * 1000);
const SPLITTING: Partial<Record<Aggregation, Splitting>> = { sum: "sum", "time-weighted": "average" };

/** How meters' quantities may be split, by their aggregation. */
export function splittingOf(meters: ReadonlyMap<string, { aggregation: Aggregation }>): Usage["splitting"] {
  return (meter) => SPLITTING[meters.get(meter)?.aggregation ?? "last"] ?? "whole";
}

/** Whose usage is asked for, of which periods, by what is known when. */
export interface UsageAsked {
  tenantId: string;
  agreement: Agreement;
  periods: readonly Period[];
  asOf: Date;
}

interface Stretch {
  from: number;
  to: number;
  tenants: Set<string>;
  meters: Set<string>;
}

/** The stretches of time that are asked for, each once with all who ask. */
function stretches(asked: readonly UsageAsked[]): Stretch[] {
  const found = new Map<string, Stretch>();
  for (const { tenantId, agreement, periods, asOf } of asked)
    for (const p of periods) {
      const { meters, spans } = needs(agreement, p, asOf);
      if (meters.length === 0) continue;
      for (const { from, to } of spans) {
        const name = `${from} ${to}`;
        const one = found.get(name) ?? { from, to, tenants: new Set(), meters: new Set() };
        one.tenants.add(tenantId);
        for (const meter of meters) one.meters.add(meter);
        found.set(name, one);
      }
    }
  return [...found.values()];
}

/** Everything bills ask of usage, read once for all of them. Answers by tenant. */
export async function readUsage(
  books: Books,
  asked: readonly UsageAsked[],
): Promise<(tenantId: string) => Usage> {
  const wanted = stretches(asked);
  const splitting = splittingOf(await metersById(books, new Set(wanted.flatMap((s) => [...s.meters]))));
  const known = new Map<string, string>();
  for (const { from, to, tenants, meters } of wanted) {
    const all = await quantities(books, [...tenants], [...meters], date(from), date(to));
    for (const [tenantId, own] of all)
      for (const [meter, quantity] of Object.entries(own))
        known.set(`${tenantId} ${meter} ${from} ${to}`, quantity);
  }
  return (tenantId) => ({
    splitting,
    quantity(meter, from, to) {
      const quantity = known.get(`${tenantId} ${meter} ${from} ${to}`);
      if (quantity === undefined) throw new Error(`usage of ${meter} from ${from} to ${to} was not read`);
      return quantity;
    },
  });
}
