import { and, eq, ne } from "drizzle-orm";
import type { Database } from "@/db/store";
import { type TenantScope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";

/**
 * An id of the customer's own directory names one person and one group of a tenant at most.
 * @param except id of the row that is being changed
 * @throws `members.external_taken`
 */
export async function refuseTakenExternalId(
  ctx: Context,
  db: Pick<Database, "select">,
  opened: TenantScope,
  { of, externalId, except }: { of: "members" | "groups"; externalId: string; except?: string },
): Promise<void> {
  const t = ctx.store.tables[of];
  const [other] = await db
    .select({ name: t.name })
    .from(t)
    .where(and(within(opened, t), eq(t.externalId, externalId), except ? ne(t.id, except) : undefined));
  if (!other) return;
  throw new AppError(
    "conflict",
    "members.external_taken",
    `The directory's id "${externalId}" is ${other.name}'s already.`,
    {
      advice: "Give each the id your directory has for it, or take it from the other first.",
      issues: [{ path: "externalId", message: `is the one of ${other.name} already` }],
      params: { externalId, name: other.name },
    },
  );
}
