import { eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { changeSecurityInput } from "./schemas";

const ROW = "security";

export interface Security {
  /** Operators without a second factor are led to set one up before anything else. */
  operatorsNeedFactor: boolean;
}

/** Must operators have a second factor? */
export async function factorIsRequired({ store }: Pick<Services, "store">): Promise<boolean> {
  const { settings } = store.tables;
  const [row] = await store.read.select().from(settings).where(eq(settings.id, ROW));
  return (row?.value as Partial<Security> | undefined)?.operatorsNeedFactor === true;
}

export async function getSecurity(ctx: Context): Promise<Security> {
  authorize(ctx, "settings:read");
  return { operatorsNeedFactor: await factorIsRequired(ctx) };
}

/** Counts from everybody's next request on, the actor's too. */
export async function changeSecurity(
  ctx: Context,
  input: z.input<typeof changeSecurityInput>,
): Promise<Security> {
  authorize(ctx, "settings:write");
  const value = parse(changeSecurityInput, input);
  const before = await getSecurity(ctx);
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .insert(settings)
      .values({ id: ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    const payload = { before, after: value };
    await append(db, ctx, {
      tenantId: null,
      action: "settings.change-security",
      target: "security",
      payload,
    });
  });
  return value;
}
