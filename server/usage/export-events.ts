import { and, asc, eq, gte, lt } from "drizzle-orm";
import { append } from "@/server/audit";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { csvCell } from "@/server/shared/spreadsheet-model";
import { checkPeriod, knownMeter } from "./get";
import { allMeters } from "./meters";
import { type ExportEventsInput, exportEventsInput } from "./schemas";
import { reading } from "./stored";

const MOST = 100_000;
const HEADS = ["time", "source", "id", "quantity", "key", "received", "late", "data"];

/**
 * The events behind a quantity as CSV, oldest first, times in UTC. Late ones came after the time asked for was over.
 * @throws `usage.period`, `usage.meter`, `usage.too_many_events`
 */
export async function exportEvents(
  ctx: Context,
  input: ExportEventsInput,
): Promise<{ name: string; csv: string; rows: number }> {
  const { tenantId, meter, from, to } = parse(exportEventsInput, input);
  const opened = await scope(ctx, "usage:read", tenantId);
  knownMeter(await allMeters(reading(ctx.store)), meter);
  checkPeriod(from, to);
  const { usageEvents: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), eq(t.meter, meter), gte(t.time, from), lt(t.time, to)))
    .orderBy(asc(t.time), asc(t.id))
    .limit(MOST + 1);
  if (rows.length > MOST) throw tooMany();
  const times = { from: from.toISOString(), to: to.toISOString() };
  await ctx.store.tx((db) =>
    append(db, ctx, {
      ...{ tenantId: opened.tenantId, action: "usage.export", target: meter },
      payload: { ...times, rows: rows.length },
    }),
  );
  const lines = rows.map((row) => [
    row.time.toISOString(),
    csvCell(row.source),
    csvCell(row.eventId),
    row.quantity,
    csvCell(row.key ?? ""),
    row.receivedAt.toISOString(),
    row.receivedAt >= to ? "late" : "",
    row.data ? csvCell(JSON.stringify(row.data)) : "",
  ]);
  const csv = [HEADS, ...lines].map((cells) => `${cells.join(",")}\r\n`).join("");
  const name = `${meter.replaceAll(".", "-")}-${times.from.slice(0, 10)}-${times.to.slice(0, 10)}.csv`;
  return { name, csv: `\ufeff${csv}`, rows: rows.length };
}

const tooMany = () =>
  new AppError("limit", "usage.too_many_events", `There are more than ${MOST} events in this time.`, {
    advice: "Ask for a shorter time, or page through GET /api/v1/usage/events.",
    params: { most: String(MOST) },
  });
