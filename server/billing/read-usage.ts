import type { Period } from "@/server/shared/periods";
import { type Aggregation, metersById, quantitiesOfSpans } from "@/server/usage";
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
  tenantId: string;
  from: number;
  to: number;
}

const nameOf = ({ tenantId, from, to }: Stretch) => `${tenantId} ${from} ${to}`;

/** The stretches of time that are asked for, each once, and the meters of all of them. */
function stretches(asked: readonly UsageAsked[]): { wanted: Stretch[]; meters: string[] } {
  const wanted = new Map<string, Stretch>();
  const all = new Set<string>();
  for (const { tenantId, agreement, periods, asOf } of asked)
    for (const p of periods) {
      const { meters, spans } = needs(agreement, p, asOf);
      if (meters.length === 0) continue;
      for (const meter of meters) all.add(meter);
      for (const { from, to } of spans) {
        const one = { tenantId, from, to };
        wanted.set(nameOf(one), one);
      }
    }
  return { wanted: [...wanted.values()], meters: [...all] };
}

/** Everything bills ask of usage, read once for all of them in few statements. Answers by tenant. */
export async function readUsage(
  books: Books,
  asked: readonly UsageAsked[],
): Promise<(tenantId: string) => Usage> {
  const { wanted, meters } = stretches(asked);
  const splitting = splittingOf(await metersById(books, meters));
  const spans = wanted.map(({ tenantId, from, to }) => ({ tenantId, from: date(from), to: date(to) }));
  const read = spans.length > 0 ? await quantitiesOfSpans(books, spans, meters) : [];
  const known = new Map(wanted.map((one, i) => [nameOf(one), read[i]]));
  return (tenantId) => ({
    splitting,
    quantity(meter, from, to) {
      const quantity = known.get(nameOf({ tenantId, from, to }))?.[meter];
      if (quantity === undefined) throw new Error(`usage of ${meter} from ${from} to ${to} was not read`);
      return quantity;
    },
  });
}
