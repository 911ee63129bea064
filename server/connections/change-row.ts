import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/store";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import type { ConnectionRow } from "./connection";

type Values = Partial<
  Pick<ConnectionRow, "kind" | "properties" | "secret" | "secretHmac" | "testedAt" | "testResult">
>;

const changedElsewhere = (name: string) =>
  new AppError("conflict", "connections.changed_elsewhere", `Somebody else changed "${name}" meanwhile.`, {
    advice: "Load it again to see what it says now, then change it.",
    params: { name },
  });

/** @param seen `updatedAt` as the person last saw it @throws `connections.changed_elsewhere` where that is past */
export function refuseUnseen(row: ConnectionRow, seen: Date | undefined): void {
  if (seen && seen.getTime() !== row.updatedAt.getTime()) throw changedElsewhere(row.name);
}

/**
 * Writes a connection that is still as `row` says. A secret belongs to the place it was stored with, so of two changes
 * at once the later is refused and never mixed with the other.
 * @throws `connections.changed_elsewhere`
 */
export async function changeRow(
  ctx: Context,
  db: Database,
  row: ConnectionRow,
  values: Values,
): Promise<ConnectionRow> {
  const { connections: t } = ctx.store.tables;
  // Never the same instant twice: it is what another change is compared with.
  const updatedAt = new Date(Math.max(ctx.clock.now().getTime(), row.updatedAt.getTime() + 1));
  const [changed] = await db
    .update(t)
    .set({ ...values, updatedAt })
    .where(and(eq(t.id, row.id), eq(t.updatedAt, row.updatedAt)))
    .returning();
  if (!changed) throw changedElsewhere(row.name);
  return changed;
}
