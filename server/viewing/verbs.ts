import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { authorize, scopeOf, viewerOf } from "@/server/auth";
import { forbidden } from "@/server/auth/authorize";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { endViews } from "./end";
import { raiseViewInput, startViewInput, VIEW_MINUTES } from "./schemas";
import { memberWithAccount, type Seen } from "./through-view";

/** Who can be seen as: somebody with an account who could sign in, and runs nothing here. */
function refuseUnseeable(email: string, seen: Seen | undefined): asserts seen is Seen {
  if (!seen) throw new AppError("conflict", "viewing.no_account", `${email} has no account yet.`);
  if (seen.user.operatorRole)
    throw new AppError("forbidden", "viewing.operator", `${email} is an operator too.`, {
      advice: "Nobody sees the portal as an operator.",
    });
  if (seen.member.suspendedAt || seen.user.disabledAt)
    throw new AppError("conflict", "viewing.suspended", `${email} is suspended and sees nothing.`);
}

/**
 * From now on the operator's session sees the portal as a member: for a while, changing nothing.
 * @param sessionId of the operator; a key or a job has none and sees as nobody
 * @throws `member.not_found`, `auth.forbidden`, `viewing.no_account`, `viewing.operator`, `viewing.suspended`
 */
export async function startView(
  ctx: Context,
  sessionId: string | null,
  input: z.input<typeof startViewInput>,
): Promise<{ until: Date }> {
  const { memberId, reason } = parse(startViewInput, input);
  const { members, memberViews } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(members).where(eq(members.id, memberId));
  await scopeOf(ctx, "members:view-as", "member", memberId, row);
  authorize(ctx, "members:view-as");
  if (!row) throw notFound("member", memberId);
  if (!sessionId || ctx.actor.type !== "user")
    throw new AppError("forbidden", "account.users_only", "Only people see the portal as somebody.");
  const seen = await memberWithAccount(ctx, memberId);
  refuseUnseeable(row.email, seen);
  const startedAt = ctx.clock.now();
  const expiresAt = new Date(startedAt.getTime() + VIEW_MINUTES * 60_000);
  const { tenantId } = row;
  const id = newId("memberView", startedAt.getTime());
  const people = { operatorId: ctx.actor.id, userId: seen.user.id, memberId, tenantId };
  await ctx.store.tx(async (db) => {
    await endViews(ctx, db, { sessionId }, "replaced");
    await db.insert(memberViews).values({ id, sessionId, ...people, reason, startedAt, expiresAt });
    const payload = { view: id, email: row.email, reason, until: expiresAt.toISOString() };
    await append(db, ctx, { tenantId, action: "member.view", target: memberId, payload });
  });
  return { until: expiresAt };
}

function currentView(ctx: Context) {
  const viewer = viewerOf(ctx.actor);
  if (!viewer) throw new AppError("conflict", "viewing.over", "You see the portal as yourself.");
  return viewer;
}

/**
 * Lets the view change things as well, as far as both may, until it ends. Asked with a reason of its own.
 * @param ctx the portal's own services with the view's actor
 * @throws `viewing.over`, `auth.forbidden`
 */
export async function raiseView(ctx: Context, input: z.input<typeof raiseViewInput>): Promise<void> {
  const { reason } = parse(raiseViewInput, input);
  if (!viewerOf(ctx.actor)) authorize(ctx, "members:act-as");
  const { viewId, mayRaise } = currentView(ctx);
  if (!mayRaise) throw forbidden("members:act-as");
  const { memberViews: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const [view] = await db.update(t).set({ raisedAt: ctx.clock.now() }).where(eq(t.id, viewId)).returning();
    if (!view) throw new AppError("conflict", "viewing.over", "This view is over.");
    const { tenantId, memberId } = view;
    const payload = { view: viewId, reason };
    await append(db, ctx, { tenantId, action: "member.view-raise", target: memberId, payload });
  });
}

/** Back to the operator's own eyes. A view that is over already is fine. */
export async function endView(ctx: Context): Promise<void> {
  const viewer = viewerOf(ctx.actor);
  if (viewer) await ctx.store.tx((db) => endViews(ctx, db, { id: viewer.viewId }, "ended"));
}
