import type { OperatorRole, TenantRole } from "@/db/schema/states";
import { OPERATOR_PERMISSIONS, type Permission, TENANT_PERMISSIONS } from "./permissions";

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
    }
  | { type: "apiKey"; id: string; name: string; scopes: readonly Permission[]; tenantId: string | null }
  /** A job: acts with the scope its starter had, given as data. */
  | { type: "system"; id: string; job: string }
  /** The command line on this machine, by the data folder's local admin token. */
  | { type: "local"; id: string };

/** Name of an actor for audit and `startedBy`: `user:usr_…`. */
export function actorName(actor: Actor): string {
  return `${actor.type}:${actor.id}`;
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
  return actor.memberships.some(
    (m) => m.tenantId === tenantId && TENANT_PERMISSIONS[m.role].includes(permission),
  );
}
