import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import { z } from "zod";
import { authorize } from "@/server/auth";
import { type Run, toRun } from "@/server/runs";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { billingRunsInput } from "./schemas";

/** One run of billing, and what came of it. */
export interface BillingRun extends Run {
  /** Null while it runs, and for runs whose outcome is not kept any more. */
  outcome: {
    drafts: number;
    finals: number;
    mails: number;
    /** At most 50 of each kind of work. */
    failed: { id: string; tenantId: string; tenant: string; message: string }[];
  } | null;
}

const output = z.object({
  drafts: z.number(),
  finals: z.number(),
  mails: z.number().default(0),
  failed: z.array(z.object({ id: z.string(), tenantId: z.string(), message: z.string() })).default([]),
});

/** Runs of billing, newest first: those that did something, failed or are under way; with `all`, every one. */
export async function billingRuns(
  ctx: Context,
  input: z.input<typeof billingRunsInput> = {},
): Promise<Page<BillingRun>> {
  authorize(ctx, "billing:write");
  const { all, cursor, limit } = parse(billingRunsInput, input);
  const { runs: r, tenants: t } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(r)
    .where(
      and(
        eq(r.kind, "billing"),
        isNull(r.parentId),
        all ? undefined : or(isNull(r.result), ne(r.result, "unchanged")),
        olderThan(r, cursor),
      ),
    )
    .orderBy(...newestFirst(r))
    .limit(limit + 1);
  const page = pageOf(rows, limit, toRun);
  const ids = page.items.map((run) => run.id);
  const kept = await Promise.all(ids.map((id) => ctx.workflows.get(id)));
  const outcomes = new Map(ids.map((id, i) => [id, output.safeParse(kept[i]?.output).data ?? null]));
  const failed = [...outcomes.values()].flatMap((one) => one?.failed.map((f) => f.tenantId) ?? []);
  const named = failed.length
    ? await ctx.store.read
        .select({ id: t.id, name: t.name })
        .from(t)
        .where(inArray(t.id, [...new Set(failed)]))
    : [];
  const names = new Map(named.map((row) => [row.id, row.name]));
  return {
    ...page,
    items: page.items.map((run) => {
      const found = outcomes.get(run.id);
      if (!found) return { ...run, outcome: null };
      const withNames = found.failed.map((one) => ({
        ...one,
        tenant: names.get(one.tenantId) ?? one.tenantId,
      }));
      return { ...run, outcome: { ...found, failed: withNames } };
    }),
  };
}
