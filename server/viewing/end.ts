import { and, eq, gt, isNull, type SQL } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Actor } from "@/server/auth/actor";
import type { Services } from "@/server/shared/context";

export type ViewRow = Schema["memberViews"]["$inferSelect"];

/** `ended`: by the operator; the others by what happened to either person. */
export type ViewEnd = "ended" | "signed-out" | "suspended" | "removed" | "replaced" | "not-allowed";

/** What the audit needs to know of the two people of a view. */
function personIn(view: ViewRow): Actor {
  const { id: viewId, userId: id, operatorId, tenantId, expiresAt: until } = view;
  const viewer = { id: operatorId, name: "", viewId, tenantId, until, raised: false, mayRaise: false };
  return {
    type: "user",
    id,
    name: "",
    operatorRole: null,
    memberships: [],
    mustChangePassword: false,
    viewer: { ...viewer, permissions: [] },
  };
}

/** Ends the open views that fit, inside the transaction of what ends them; each is told in its tenant's audit. */
export async function endViews(
  services: Services,
  db: Database,
  which: Partial<Pick<ViewRow, "id" | "sessionId" | "memberId">>,
  why: ViewEnd,
): Promise<void> {
  const { memberViews: t } = services.store.tables;
  const now = services.clock.now();
  const fits: SQL[] = [];
  if (which.id) fits.push(eq(t.id, which.id));
  if (which.sessionId) fits.push(eq(t.sessionId, which.sessionId));
  if (which.memberId) fits.push(eq(t.memberId, which.memberId));
  if (fits.length === 0) return;
  const ended = await db
    .update(t)
    .set({ endedAt: now })
    .where(and(...fits, isNull(t.endedAt), gt(t.expiresAt, now)))
    .returning();
  for (const view of ended)
    await append(
      db,
      { ...services, actor: personIn(view) },
      {
        tenantId: view.tenantId,
        action: "member.view-end",
        target: view.memberId,
        payload: { view: view.id, why },
      },
    );
}
