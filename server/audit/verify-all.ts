import { asc, gt, like } from "drizzle-orm";
import type { z } from "zod";
import { authorize, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { OPERATOR_CHAIN } from "./append";
import { verifyAuditInput } from "./schemas";
import { type Broken, verifyChain } from "./verify";

const HEAD = "audit-head:";

export interface AuditCheck {
  ok: boolean;
  chains: number;
  entries: number;
  /** What is wrong, the first of each chain; a tenant's chain by its id. */
  problems: ({ chain: string; problem: string } & Partial<Broken>)[];
}

/** Every chain that has an entry or a sealed head, each once. */
async function chainsOf(ctx: Pick<Context, "store">): Promise<string[]> {
  const { auditEntries: e, settings } = ctx.store.tables;
  const heads = await ctx.store.read
    .select({ id: settings.id })
    .from(settings)
    .where(like(settings.id, `${HEAD}%`));
  const chains = new Set([OPERATOR_CHAIN, ...heads.map(({ id }) => id.slice(HEAD.length))]);
  for (let after = ""; ; ) {
    const [row] = await ctx.store.read
      .select({ chain: e.chain })
      .from(e)
      .where(gt(e.chain, after))
      .orderBy(asc(e.chain))
      .limit(1);
    if (!row) return [...chains];
    chains.add(row.chain);
    after = row.chain;
  }
}

/** Recomputes the chain of one tenant, or all chains. @throws `tenant.not_found`, `auth.forbidden` */
export async function verifyAudit(
  ctx: Context,
  input: z.input<typeof verifyAuditInput> = {},
): Promise<AuditCheck> {
  const { tenantId } = parse(verifyAuditInput, input);
  if (tenantId) await scope(ctx, "audit:read", tenantId);
  else authorize(ctx, "audit:read");
  return verifyChains(ctx, tenantId);
}

/** The same for whoever owns the data folder itself. Asks nobody's permission. @internal */
export async function verifyChains(
  ctx: Pick<Context, "store" | "keyring">,
  only?: string,
): Promise<AuditCheck> {
  const chains = only ? [only] : await chainsOf(ctx);
  const check: AuditCheck = { ok: true, chains: chains.length, entries: 0, problems: [] };
  for (const chain of chains) {
    const { entries, problem, broken } = await verifyChain(ctx, chain);
    check.entries += entries;
    if (problem) check.problems.push({ chain, problem, ...broken });
  }
  return { ...check, ok: check.problems.length === 0 };
}
