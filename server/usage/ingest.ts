import { and, eq, inArray, isNull, or } from "drizzle-orm";
import type { z } from "zod";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { checkEvent, type Known, type Refusal } from "./check";
import { keep, onceKey } from "./keep";
import { metersById } from "./meters";
import { METERS } from "./model";
import { ingestInput, MAX_REJECT_CHARS, type RejectReason } from "./schemas";
import type { UsageRow, UsageStore } from "./stored";

/** What became of one event, in the order they were sent. */
export interface EventAnswer {
  id: string | null;
  source: string | null;
  status: "accepted" | "duplicate" | "rejected";
  reason?: RejectReason;
  message?: string;
}

export interface IngestAnswer {
  accepted: number;
  duplicates: number;
  rejected: number;
  events: EventAnswer[];
}

/**
 * Takes usage measured elsewhere as CloudEvents. Each event is counted once for good, in whatever order and however
 * late it comes; what is wrong is kept with its reason and may be sent again.
 * @unaudited the events are the record: who may send is said by keys, whose making is in the audit
 */
export async function ingest(ctx: Context, input: z.input<typeof ingestInput>): Promise<IngestAnswer> {
  authorize(ctx, "usage:write");
  const events = parse(ingestInput, input);
  const { store, clock } = ctx;
  return store.tx(async (db) => {
    const to = { db, tables: store.tables };
    const now = clock.now();
    const known = await knownOf(to, events, now);
    const checked = events.map((event) => checkEvent(event, known));
    const fresh = await keep(to, checked.filter(isRow), now);
    await keepRefused(to, events, checked, known);
    return answerOf(events, checked, fresh);
  });
}

const isRow = (checked: UsageRow | Refusal): checked is UsageRow => "eventId" in checked;

/** A member of an event nobody has checked yet; null unless it is a text. */
function textOf(event: unknown, member: "id" | "source" | "subject" | "type"): string | null {
  const value = typeof event === "object" && event ? (event as Record<string, unknown>)[member] : null;
  return typeof value === "string" ? value.slice(0, 200) : null;
}

const distinct = (events: unknown[], member: "subject" | "type") => [
  ...new Set(events.map((event) => textOf(event, member)).filter((text) => text !== null)),
];

/** Looks up what the events name: two statements for all of them. */
async function knownOf(to: UsageStore, events: unknown[], now: Date): Promise<Known> {
  const { tenants: t } = to.tables;
  const subjects = distinct(events, "subject");
  const rows = await to.db
    .select({ id: t.id, slug: t.slug })
    .from(t)
    .where(
      and(
        or(inArray(t.id, subjects), inArray(t.slug, subjects)),
        eq(t.kind, "customer"),
        isNull(t.deletedAt),
      ),
    );
  const tenants = new Map([
    ...rows.map((row) => [row.slug, row.id] as const),
    ...rows.map((row) => [row.id, row.id] as const),
  ]);
  const custom = await metersById(to, distinct(events, "type"));
  const meters = new Map([...custom.values(), ...METERS].map((meter) => [meter.type, meter]));
  return { now, tenant: (subject) => tenants.get(subject), meter: (type) => meters.get(type) };
}

async function keepRefused(
  { db, tables }: UsageStore,
  events: unknown[],
  checked: (UsageRow | Refusal)[],
  known: Known,
): Promise<void> {
  const rows = checked.flatMap((one, i) =>
    isRow(one)
      ? []
      : [
          {
            tenantId: known.tenant(textOf(events[i], "subject") ?? "") ?? null,
            event: JSON.stringify(events[i]).slice(0, MAX_REJECT_CHARS),
            ...one,
            receivedAt: known.now,
          },
        ],
  );
  if (rows.length > 0) await db.insert(tables.usageRejects).values(rows);
}

function answerOf(
  events: unknown[],
  checked: (UsageRow | Refusal)[],
  fresh: ReadonlySet<string>,
): IngestAnswer {
  const open = new Set(fresh);
  const answers = checked.map((one, i): EventAnswer => {
    const named = { id: textOf(events[i], "id"), source: textOf(events[i], "source") };
    if (!isRow(one)) return { ...named, status: "rejected", ...one };
    return { ...named, status: open.delete(onceKey(one)) ? "accepted" : "duplicate" };
  });
  const count = (status: EventAnswer["status"]) =>
    answers.filter((answer) => answer.status === status).length;
  return {
    accepted: count("accepted"),
    duplicates: count("duplicate"),
    rejected: count("rejected"),
    events: answers,
  };
}
