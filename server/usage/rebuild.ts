import { and, asc, eq, gt } from "drizzle-orm";
import { spansOf, writeRollups } from "./bump";
import { groupBy } from "./group-by";
import { aggregationsOf } from "./meters";
import { rollUp } from "./rollup";
import { slotOf } from "./slots";
import { toSample, toStored, type UsageStore } from "./stored";

/**
 * Throws a tenant's roll-ups away and makes them anew from its events. They come out equal to those that were kept; it
 * is there for the day they do not. Call it in a transaction.
 * @returns how many events were read
 */
export async function rebuild(to: UsageStore, tenantId: string, now: Date): Promise<number> {
  const { usageEvents: t } = to.tables;
  for (const { table } of spansOf(to.tables)) await to.db.delete(table).where(eq(table.tenantId, tenantId));
  let events = 0;
  for (const meter of await metersUsed(to, tenantId)) {
    const rows = await to.db
      .select({ time: t.time, quantity: t.quantity })
      .from(t)
      .where(and(eq(t.tenantId, tenantId), eq(t.meter, meter)));
    events += rows.length;
    const ordered = (await aggregationsOf(to, [meter])).get(meter) === "time-weighted";
    const samples = rows.map(toSample);
    for (const span of spansOf(to.tables)) {
      const slots = [...groupBy(samples, ({ time }) => slotOf(time, span.size))];
      const made = slots.flatMap(([slot, own]) => {
        const rollup = rollUp(own);
        const kept = rollup && (ordered ? rollup : { ...rollup, area: 0n });
        return kept ? [{ tenantId, meter, slot, ...toStored(kept), updatedAt: now }] : [];
      });
      for (let i = 0; i < made.length; i += 500) await writeRollups(to, span, made.slice(i, i + 500));
    }
  }
  return events;
}

/** One look into the index for each meter, however many events there are. */
async function metersUsed({ db, tables }: UsageStore, tenantId: string): Promise<string[]> {
  const { usageEvents: t } = tables;
  const meters: string[] = [];
  for (let after = ""; ; ) {
    const [next] = await db
      .select({ meter: t.meter })
      .from(t)
      .where(and(eq(t.tenantId, tenantId), gt(t.meter, after)))
      .orderBy(asc(t.meter))
      .limit(1);
    if (!next) return meters;
    meters.push(next.meter);
    after = next.meter;
  }
}
