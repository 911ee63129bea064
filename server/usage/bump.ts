import { and, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { isOneOf, rowsToInsert } from "./bulk";
import { groupBy } from "./group-by";
import { aggregationsOf } from "./meters";
import { concat, merge, type Rollup, rollUp, type Sample } from "./rollup";
import { DAY_MS, HOUR_MS, slotOf } from "./slots";
import { fromStored, toSample, toStored, type UsageRow, type UsageStore } from "./stored";

const CHUNK = 500;

interface Group {
  tenantId: string;
  meter: string;
  slot: number;
  samples: Sample[];
}

/** The two kinds of roll-ups; their tables have the same columns. */
export const spansOf = ({ usageHours, usageDays }: Schema) => [
  { table: usageHours, size: HOUR_MS },
  { table: usageDays as unknown as Schema["usageHours"], size: DAY_MS },
];
type Span = ReturnType<typeof spansOf>[number];

/** Adds events that were just inserted to the hours and days they lie in. */
export async function bumpRollups(to: UsageStore, fresh: readonly UsageRow[], now: Date): Promise<void> {
  const aggregations = await aggregationsOf(to, new Set(fresh.map((row) => row.meter)));
  const ordered = (meter: string) => aggregations.get(meter) === "time-weighted";
  for (const span of spansOf(to.tables)) {
    const groups = groupBySlot(fresh, span.size);
    for (let at = 0; at < groups.length; at += CHUNK)
      await bump(to, span, groups.slice(at, at + CHUNK), ordered, now);
  }
}

function groupBySlot(rows: readonly UsageRow[], size: number): Group[] {
  const slot = (row: UsageRow) => slotOf(row.time.getTime(), size);
  const groups = groupBy(rows, (row) => `${row.tenantId}\n${row.meter}\n${slot(row)}`);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { tenantId, meter } = first;
    return [{ tenantId, meter, slot: slot(first), samples: own.map(toSample) }];
  });
}

const keyOf = (row: Pick<Group, "tenantId" | "meter" | "slot">) =>
  `${row.tenantId}\n${row.meter}\n${row.slot}`;

async function bump(
  to: UsageStore,
  span: Span,
  groups: Group[],
  ordered: (meter: string) => boolean,
  now: Date,
): Promise<void> {
  const stored = await to.db.select().from(span.table).where(oneOfSlots(span.table, groups));
  const before = new Map(stored.map((row) => [keyOf(row), fromStored(row)]));
  const rows = [];
  for (const group of groups) {
    const rollup = await brought(to, span, group, before.get(keyOf(group)), ordered(group.meter));
    const { tenantId, meter, slot } = group;
    rows.push({ tenantId, meter, slot, ...toStored(rollup), updatedAt: now });
  }
  await writeRollups(to, span, rows);
}

/** The roll-up with the group's events in it. Where order matters and they came late, it is made anew of all events. */
async function brought(
  to: UsageStore,
  span: Span,
  group: Group,
  before: Rollup | undefined,
  ordered: boolean,
): Promise<Rollup> {
  const added = rollUp(group.samples);
  if (!added) throw new Error("a group without events");
  if (!ordered) return before ? merge(before, added) : { ...added, area: 0n };
  if (!before) return added;
  if (before.lastAt < added.firstAt) return concat(before, added);
  return (await rolledUp(to, span.size, group)) ?? added;
}

/** The roll-up of a slot from its events alone, with its area. */
export async function rolledUp(
  { db, tables }: UsageStore,
  size: number,
  { tenantId, meter, slot }: Pick<Group, "tenantId" | "meter" | "slot">,
): Promise<Rollup | null> {
  const { usageEvents: t } = tables;
  const rows = await db
    .select({ time: t.time, quantity: t.quantity })
    .from(t)
    .where(
      and(
        eq(t.tenantId, tenantId),
        eq(t.meter, meter),
        gte(t.time, new Date(slot * size)),
        lt(t.time, new Date((slot + 1) * size)),
      ),
    );
  return rollUp(rows.map(toSample));
}

/** Triples (tenant, meter, slot): entered by the primary key, however many there are. */
function oneOfSlots(t: Span["table"], groups: readonly Group[]): SQL {
  return isOneOf(
    [t.tenantId, t.meter, t.slot],
    groups.map((g) => [g.tenantId, g.meter, g.slot]),
  );
}

export async function writeRollups(
  { db }: UsageStore,
  { table: t }: Span,
  rows: (typeof t.$inferInsert)[],
): Promise<void> {
  if (rows.length === 0) return;
  const set = Object.fromEntries(
    (["count", "sum", "max", "firstAt", "lastAt", "last", "area", "updatedAt"] as const).map((column) => [
      column,
      sql.raw(`excluded.${column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`),
    ]),
  );
  await db
    .insert(t)
    .select(rowsToInsert(t, rows))
    .onConflictDoUpdate({ target: [t.tenantId, t.meter, t.slot], set });
}
