import { AppError } from "@/server/shared/errors";
import { type Actor, isOperator, mayEverywhere, mayIn } from "./actor";
import type { Permission } from "./permissions";

/** Nothing but the own account is open to somebody who has the one-time password, or lacks a factor they must have. */
export function refuseUntilSetUp(actor: Actor): void {
  if (actor.type !== "user") return;
  if (actor.mustChangePassword) {
    throw new AppError(
      "forbidden",
      "account.password_change_required",
      "Change the one-time password first.",
      {
        advice: "Sign in to the portal and choose a password of your own.",
      },
    );
  }
  if (actor.mustSetUpFactor)
    throw new AppError("forbidden", "account.factor_required", "Set your second factor up first.", {
      advice: "Operators of this installation sign in with an authenticator app: set yours up in the portal.",
    });
}

export function forbidden(permission: Permission): AppError {
  return new AppError("forbidden", "auth.forbidden", `This needs the permission "${permission}".`, {
    advice: "Ask an owner of this installation, or an admin of your tenant, for it.",
    params: { permission },
  });
}

/** Guard of verbs that concern no single tenant. First line of every such verb. */
export function authorize(ctx: { actor: Actor }, permission: Permission): void {
  refuseUntilSetUp(ctx.actor);
  if (!mayEverywhere(ctx.actor, permission)) throw forbidden(permission);
}

/** Guard of lists: operators see all tenants (`null`), everybody else only their own ids. */
export function visibleTenants(ctx: { actor: Actor }, permission: Permission): string[] | null {
  refuseUntilSetUp(ctx.actor);
  const { actor } = ctx;
  if (mayEverywhere(actor, permission)) return null;
  if (actor.type === "apiKey" && actor.tenantId && actor.scopes.includes(permission)) return [actor.tenantId];
  if (actor.type === "user" && !isOperator(actor)) {
    const own = actor.memberships.map((m) => m.tenantId).filter((id) => mayIn(actor, permission, id));
    if (own.length > 0) return own;
  }
  throw forbidden(permission);
}
