import { inArray } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import { OPERATOR_CHAIN } from "./append";
import type { KeptEntry } from "./archived";
import { namesOf } from "./names";

/** One line of the audit: who did what to what, when, from where, and what changed. */
export interface AuditLine {
  id: string;
  at: Date;
  /** null for what concerns no tenant. */
  tenantId: string | null;
  /** `user:usr_…`, `apiKey:key_…`, `system:…`, `local:…`. */
  actor: string;
  /** Name of the person, where the actor is one who is still known. */
  actorName: string | null;
  /** The person an operator saw the portal as while doing this; null for what people did as themselves. */
  viewedAs: string | null;
  viewedAsName: string | null;
  action: string;
  target: string;
  /** What the target is called now; null where that is not known. */
  targetName: string | null;
  /** null where it was erased, with its tombstone. */
  payload: Record<string, unknown> | null;
  /** Network address it was asked from, `cli` for the command line; null for work of the portal itself, or older entries. */
  address: string | null;
  /** The request, as logs and errors name it, or the run; null where there was none, or for older entries. */
  requestId: string | null;
}

type Row = Pick<KeptEntry, "entry"> & { payload: Record<string, unknown> | null };

const userIdOf = (actor: string | null) => (actor?.startsWith("user:") ? actor.slice("user:".length) : null);

async function peopleIn(ctx: Context, rows: Row[]): Promise<(who: string | null) => string | null> {
  const { users } = ctx.store.tables;
  const ids = rows.flatMap(({ entry }) =>
    [entry.actor, entry.viewedAs].flatMap((name) => userIdOf(name) ?? []),
  );
  const named = await ctx.store.read
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...new Set(ids)]));
  const names = new Map(named.map(({ id, name }) => [id, name]));
  return (who) => names.get(userIdOf(who) ?? "") ?? null;
}

/**
 * Entries as they are shown, with the names of people and things.
 * @param tenantId whose audit is read, which the caller has opened; null for that of all
 * @internal
 */
export async function linesOf(ctx: Context, rows: Row[], tenantId: string | null): Promise<AuditLine[]> {
  const person = await peopleIn(ctx, rows);
  const targets = rows.map(({ entry }) => entry.target);
  const names = await namesOf(ctx, targets, tenantId);
  return rows.map(({ entry, payload }) => {
    const { id, at, chain, actor, viewedAs, action, target, address, requestId } = entry;
    return {
      id,
      at,
      tenantId: chain === OPERATOR_CHAIN ? null : chain,
      actor,
      actorName: person(actor),
      viewedAs,
      viewedAsName: person(viewedAs),
      action,
      target,
      targetName: names.get(target) ?? null,
      payload,
      address,
      requestId,
    };
  });
}
