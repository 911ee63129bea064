import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/db/store";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { proposedSlug } from "./schemas";

const MOST_TRIES = 200;

/** Is the slug taken by a tenant that is not deleted (other than `except`)? */
export async function slugTaken(
  db: Database,
  ctx: Pick<Context, "store">,
  slug: string,
  except?: string,
): Promise<boolean> {
  const { tenants: t } = ctx.store.tables;
  const rows = await db
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.slug, slug), isNull(t.deletedAt), except ? ne(t.id, except) : undefined));
  return rows.length > 0;
}

export function slugIsTaken(slug: string): AppError {
  return new AppError("conflict", "tenants.slug_taken", `The slug "${slug}" is taken.`, {
    advice: "Choose another slug, or apply the change to the tenant that has it.",
    issues: [{ path: "slug", message: "is taken" }],
    params: { slug },
  });
}

/** Whether a slug is free, and the nearest one that is: with a number behind it. */
export async function checkSlug(
  ctx: Context,
  input: { slug: string; except?: string },
): Promise<{ free: boolean; proposal: string }> {
  authorize(ctx, "tenants:create");
  const base = proposedSlug(input.slug);
  for (let n = 1; n <= MOST_TRIES; n++) {
    const proposal = n === 1 ? base : `${base.slice(0, 58)}-${n}`;
    if (!(await slugTaken(ctx.store.read, ctx, proposal, input.except)))
      return { free: n === 1 && base === input.slug, proposal };
  }
  throw slugIsTaken(base);
}
