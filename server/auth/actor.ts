import type { OperatorRole, TenantRole } from "@/db/schema/states";
import { OPERATOR_PERMISSIONS, type Permission, TENANT_PERMISSIONS } from "./permissions";

/** The operator who sees the portal as a member, and how far. */
export interface Viewer {
  /** The operator's account. */
  id: string;
  name: string;
  /** Id of the `member_views` row. */
  viewId: string;
  tenantId: string;
  until: Date;
  /** May change things as well. */
  raised: boolean;
  /** May the operator raise it? */
  mayRaise: boolean;
  /** What of the member's role is left: never more than the operator may. */
  permissions: readonly Permission[];
}

/** Who acts. Built from the session row, the API key's row or the process itself; never from input. */
export type Actor =
  | {
      type: "user";
      id: string;
      name: string;
      operatorRole: OperatorRole | null;
      memberships: readonly { tenantId: string; role: TenantRole }[];
      /** Must change the one-time password before anything else. */
      mustChangePassword: boolean;
      /** Must set a second factor up before anything else. */
      mustSetUpFactor?: boolean;
      /** Set while an operator sees the portal as this person: everything above is the person's. */
      viewer?: Viewer;
    }
  | { type: "apiKey"; id: string; name: string; scopes: readonly Permission[]; tenantId: string | null }
  /** A job: acts with the scope its starter had, given as data. */
  | { type: "system"; id: string; job: string }
  /** The command line on this machine, by the data folder's local admin token. */
  | { type: "local"; id: string };

/** Whose rights are used, and whose things these are: `user:usr_…`. Who did it is `doerName`. */
export function actorName(actor: Actor): string {
  return `${actor.type}:${actor.id}`;
}

/** The operator behind a person's actor; undefined where the person is there themselves. */
export function viewerOf(actor: Actor): Viewer | undefined {
  return actor.type === "user" ? actor.viewer : undefined;
}

/** Who is at the keyboard, for audit and `startedBy`: the operator, where one views as a member. */
export function doerName(actor: Actor): string {
  const viewer = viewerOf(actor);
  return viewer ? `user:${viewer.id}` : actorName(actor);
}

/** As whom, for the audit: the member, where an operator views as one. */
export function viewedAs(actor: Actor): string | null {
  return viewerOf(actor) ? actorName(actor) : null;
}

/** Both, in one text: `user:usr_…`, or `user:usr_… as user:usr_…`. */
export function attribution(actor: Actor): string {
  const as = viewedAs(actor);
  return as ? `${doerName(actor)} as ${as}` : actorName(actor);
}

export function isOperator(actor: Actor): boolean {
  switch (actor.type) {
    case "user":
      return actor.operatorRole !== null;
    case "apiKey":
      return actor.tenantId === null;
    default:
      return true;
  }
}

/** May the actor do this to every tenant (or to what belongs to none)? */
export function mayEverywhere(actor: Actor, permission: Permission): boolean {
  switch (actor.type) {
    case "user":
      return actor.operatorRole !== null && OPERATOR_PERMISSIONS[actor.operatorRole].includes(permission);
    case "apiKey":
      return actor.tenantId === null && actor.scopes.includes(permission);
    default:
      return true;
  }
}

/** May the actor do this to one tenant? */
export function mayIn(actor: Actor, permission: Permission, tenantId: string): boolean {
  if (mayEverywhere(actor, permission)) return true;
  if (actor.type === "apiKey") return actor.tenantId === tenantId && actor.scopes.includes(permission);
  if (actor.type !== "user") return false;
  if (actor.viewer && !actor.viewer.permissions.includes(permission)) return false;
  return actor.memberships.some(
    (m) => m.tenantId === tenantId && TENANT_PERMISSIONS[m.role].includes(permission),
  );
}
