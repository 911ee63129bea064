import { and, eq } from "drizzle-orm";
import { scope, within } from "@/server/auth";
import type { GenerationFacts } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { noteChanged } from "@/server/shared/metering";
import type { GenerationRow } from "./app";

export interface NewGeneration {
  tenantId: string;
  appId: string;
  reloadId: string;
  templateVersion: string;
  fingerprint: string;
  facts: GenerationFacts;
}

/** Keeps what a reload produced; the same generation again writes nothing. @unaudited: the reload's run is audited. */
export async function recordGeneration(ctx: Context, input: NewGeneration): Promise<void> {
  const { tenantId } = await scope(ctx, "apps:write", input.tenantId);
  const { generations: t } = ctx.store.tables;
  const { appId, reloadId, templateVersion, fingerprint, facts } = input;
  const { id, rows, bytes, sha256, keyId, engine, model } = facts;
  const made = {
    id,
    tenantId,
    appId,
    reloadId,
    templateVersion,
    fingerprint,
    rows,
    bytes,
    sha256,
    keyId,
    engine,
  };
  await ctx.store.tx((db) =>
    db
      .insert(t)
      .values({ ...made, model: { ...model }, createdAt: ctx.clock.now() })
      .onConflictDoNothing(),
  );
  noteChanged(tenantId);
}

export async function getGeneration(
  ctx: Context,
  tenantId: string,
  id: string,
): Promise<GenerationRow | null> {
  const opened = await scope(ctx, "apps:read", tenantId);
  const { generations: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select()
    .from(t)
    .where(and(within(opened, t), eq(t.id, id)));
  return row ?? null;
}

/** Forgets a generation that an undo took back. */
export async function removeGeneration(ctx: Context, tenantId: string, id: string): Promise<void> {
  const opened = await scope(ctx, "apps:write", tenantId);
  const { generations: t } = ctx.store.tables;
  await ctx.store.tx((db) => db.delete(t).where(and(within(opened, t), eq(t.id, id))));
  noteChanged(tenantId);
}

/** Forgets all of a tenant's generations; their bytes are the platform's. @unaudited: the deletion of the tenant is. */
export async function forgetGenerations(ctx: Context, tenantId: string): Promise<void> {
  const opened = await scope(ctx, "apps:write", tenantId);
  const { generations: t } = ctx.store.tables;
  await ctx.store.tx((db) => db.delete(t).where(within(opened, t)));
}
