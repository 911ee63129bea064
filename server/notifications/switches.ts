import { inArray } from "drizzle-orm";
import { NOTIFICATION_KINDS, type NotificationKind } from "@/db/schema/states";
import type { Database } from "@/db/store";
import { isOperator } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { KINDS } from "./kinds";
import type { Switches } from "./notification";
import { type SwitchInput, switchInput } from "./schemas";

type Chosen = Partial<Record<NotificationKind, Switches>>;

const rowOf = (userId: string) => `${userId}:notifications`;

/** What people chose, by person; whoever chose nothing is not in it. */
export async function chosenBy(
  { store }: Pick<Services, "store">,
  db: Pick<Database, "select">,
  userIds: readonly string[],
): Promise<Map<string, Chosen>> {
  const { preferences: p } = store.tables;
  const rows = await db
    .select({ id: p.id, value: p.value })
    .from(p)
    .where(inArray(p.id, userIds.map(rowOf)));
  return new Map(rows.map(({ id, value }) => [id.slice(0, id.indexOf(":")), value as Chosen]));
}

export const switchesOf = (chosen: Chosen | undefined, kind: NotificationKind): Switches => {
  const { portal, mail } = chosen?.[kind] ?? KINDS[kind];
  return { portal, mail };
};

/** The person who asks; nobody else has notifications. @throws `account.users_only` */
export function personOf({ actor }: Pick<Context, "actor">) {
  if (actor.type === "user") return actor;
  throw new AppError("forbidden", "account.users_only", "This is for people only.");
}

/** Kinds that can concern whoever asks, with their switches. */
export async function listSwitches(ctx: Context): Promise<(Switches & { kind: NotificationKind })[]> {
  const person = personOf(ctx);
  const chosen = (await chosenBy(ctx, ctx.store.read, [person.id])).get(person.id);
  const admin = person.memberships.some(({ role }) => role === "admin");
  const concerns = (kind: NotificationKind) => {
    const { of } = KINDS[kind];
    if (kind.startsWith("run-") && isOperator(person)) return true;
    if (kind === "delivery-paused" && isOperator(person)) return false;
    return of === "everybody" || (of === "operators" ? isOperator(person) : admin);
  };
  return NOTIFICATION_KINDS.filter(concerns).map((kind) => ({ kind, ...switchesOf(chosen, kind) }));
}

/** Says where whoever asks is told of a kind from now on. @unaudited: it concerns nobody else */
export async function setSwitch(ctx: Context, input: SwitchInput): Promise<void> {
  const { kind, portal, mail } = parse(switchInput, input);
  const person = personOf(ctx);
  const { preferences: p } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const chosen = (await chosenBy(ctx, db, [person.id])).get(person.id);
    const row = {
      id: rowOf(person.id),
      value: { ...chosen, [kind]: { portal, mail } },
      updatedAt: ctx.clock.now(),
    };
    await db.insert(p).values(row).onConflictDoUpdate({ target: p.id, set: row });
  });
}
