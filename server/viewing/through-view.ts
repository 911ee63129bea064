import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { type Actor, mayEverywhere } from "@/server/auth/actor";
import {
  NEVER_WHILE_VIEWING,
  OPERATOR_PERMISSIONS,
  type Permission,
  READING,
} from "@/server/auth/permissions";
import type { Services } from "@/server/shared/context";
import { endViews, type ViewRow } from "./end";

type Person = Extract<Actor, { type: "user" }>;

async function openView({ store, clock }: Services, sessionId: string): Promise<ViewRow | undefined> {
  const { memberViews: t } = store.tables;
  const [view] = await store.read
    .select()
    .from(t)
    .where(and(eq(t.sessionId, sessionId), isNull(t.endedAt), gt(t.expiresAt, clock.now())))
    .orderBy(desc(t.startedAt))
    .limit(1);
  return view;
}

/** A member who can be seen as: with the account they have now. */
export interface Seen {
  member: Schema["members"]["$inferSelect"];
  user: Schema["users"]["$inferSelect"];
}

/** The member with their account, however it is with them; undefined where either is gone. */
export async function memberWithAccount(
  { store }: Pick<Services, "store">,
  memberId: string,
): Promise<Seen | undefined> {
  const { members: m, users: u } = store.tables;
  const [row] = await store.read
    .select({ member: m, user: u })
    .from(m)
    .innerJoin(u, eq(u.id, m.userId))
    .where(eq(m.id, memberId));
  return row;
}

/** Why a view cannot go on, or undefined where it can. */
function whyOver(operator: Person, view: ViewRow, seen: Seen | undefined) {
  const able =
    mayEverywhere(operator, "members:view-as") && !operator.mustChangePassword && !operator.mustSetUpFactor;
  if (!able) return "not-allowed" as const;
  if (!seen || seen.user.id !== view.userId || seen.user.operatorRole) return "removed" as const;
  return seen.member.suspendedAt || seen.user.disabledAt ? ("suspended" as const) : undefined;
}

/** Of the operator's own permissions what a view may use; the member's role narrows it further. */
function permissionsOf(operator: Person, raised: boolean): Permission[] {
  const own = operator.operatorRole ? OPERATOR_PERMISSIONS[operator.operatorRole] : [];
  return own.filter((p) => !NEVER_WHILE_VIEWING.includes(p) && (raised || READING.includes(p)));
}

/**
 * The actor of an operator's session: the member they see the portal as, with no more than both may; else themselves.
 * Looked up at every request, so that a view ends with its time and with what it rests on.
 */
export async function throughView(services: Services, actor: Actor, sessionId: string): Promise<Actor> {
  if (actor.type !== "user" || !actor.operatorRole) return actor;
  const view = await openView(services, sessionId);
  if (!view) return actor;
  const seen = await memberWithAccount(services, view.memberId);
  const over = whyOver(actor, view, seen);
  if (over || !seen) {
    await services.store.tx((db) => endViews(services, db, { id: view.id }, over ?? "removed"));
    return actor;
  }
  const { member, user } = seen;
  const mayRaise = mayEverywhere(actor, "members:act-as");
  const raised = view.raisedAt !== null && mayRaise;
  return {
    type: "user",
    id: user.id,
    name: user.name,
    operatorRole: null,
    memberships: [{ tenantId: member.tenantId, role: member.role }],
    mustChangePassword: false,
    viewer: {
      id: actor.id,
      name: actor.name,
      viewId: view.id,
      tenantId: member.tenantId,
      until: view.expiresAt,
      raised,
      mayRaise,
      permissions: permissionsOf(actor, raised),
    },
  };
}
