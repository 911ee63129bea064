import { and, eq } from "drizzle-orm";
import { append } from "@/server/audit";
import { scopeOf, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { keepKey, type NewEmbedKey, newHalves } from "./add-key";
import { type EmbedKeyRow, inForce, toKey } from "./keys";
import { type RotateKeyInput, rotateKeyInput } from "./schemas";

const DAY_MS = 86_400_000;

export interface RotatedKey extends NewEmbedKey {
  /** Until when tokens signed by the key before are taken as well. */
  replacedUntil: Date;
}

/** @throws `embeds.key_over` */
function requireInForce(row: EmbedKeyRow, now: Date): void {
  if (inForce(toKey(row), now)) return;
  throw new AppError("conflict", "embeds.key_over", `The key "${row.name}" is not in use.`, {
    advice: "Add a new key instead.",
  });
}

const rotatedMeanwhile = (name: string) =>
  new AppError("conflict", "embeds.key_rotated", `The key "${name}" was replaced meanwhile.`, {
    advice: "Look at the keys that are there now.",
    params: { name },
  });

/**
 * Puts a new key beside one in use, which ends after the overlap: hosts change over in between, and no page loses its
 * dashboard. Sessions opened with the key before live on; to end them, revoke it.
 * @throws `embed-key.not_found`, `embeds.key_over` where there is nothing to replace any more, `embeds.key_rotated`,
 *   `embeds.key`
 */
export async function rotateKey(ctx: Context, input: RotateKeyInput): Promise<RotatedKey> {
  const data = parse(rotateKeyInput, input);
  const { embedKeys: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, data.id));
  const opened = await scopeOf(ctx, "embeds:write", "embed-key", data.id, row);
  if (!row) throw notFound("embed-key", data.id);
  const now = ctx.clock.now();
  requireInForce(row, now);
  const halves = await newHalves(data.publicJwk);
  const overlap = new Date(now.getTime() + data.overlapDays * DAY_MS);
  const replacedUntil = row.untilAt && row.untilAt < overlap ? row.untilAt : overlap;
  const made = await ctx.store.tx(async (db) => {
    const [fresh] = await db
      .select()
      .from(t)
      .where(and(within(opened, t), eq(t.id, row.id)));
    if (!fresh) throw notFound("embed-key", data.id);
    requireInForce(fresh, now);
    if (fresh.untilAt?.getTime() !== row.untilAt?.getTime()) throw rotatedMeanwhile(row.name);
    const kept = await keepKey(db, ctx, opened, {
      name: data.name ?? row.name,
      publicJwk: halves.publicJwk,
      fromAt: now,
      untilAt: null,
    });
    await db
      .update(t)
      .set({ untilAt: replacedUntil })
      .where(and(within(opened, t), eq(t.id, row.id)));
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "embed.rotate-key",
      target: row.id,
      payload: { name: row.name, by: kept.id, madeHere: halves.pem !== null, until: replacedUntil },
    });
    return kept;
  });
  return { ...toKey(made), privateKey: halves.pem, replacedUntil };
}
