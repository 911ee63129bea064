import { and, eq, isNull } from "drizzle-orm";
import type { TableMapping } from "@/db/schema";
import { append } from "@/server/audit";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import { noteChanged } from "@/server/shared/metering";
import type { AppRow } from "./app";

export interface WantedApp {
  tenantId: string;
  /** Id the app gets if it is not there yet. */
  id: string;
  templateId: string;
  title: string;
  version: string;
  connections: Record<string, string>;
  parameters: Record<string, string | number | boolean | null>;
  tables: Record<string, TableMapping>;
}

const SETTINGS = ["title", "stagedVersion", "connections", "parameters", "tables"] as const;

/** Makes a tenant's app of a template, or gives it these settings. Equal settings write nothing. */
export async function putApp(
  ctx: Context,
  wanted: WantedApp,
): Promise<{ effect: "created" | "changed" | "found"; row: AppRow }> {
  const opened = await scope(ctx, "apps:write", wanted.tenantId);
  const { apps: t } = ctx.store.tables;
  const { id, templateId, title, version: stagedVersion, connections, parameters, tables } = wanted;
  const settings = { title, stagedVersion, connections, parameters, tables };
  return ctx.store.tx(async (db) => {
    const [row] = await db
      .select()
      .from(t)
      .where(and(within(opened, t), eq(t.templateId, templateId)));
    if (row && SETTINGS.every((k) => canonicalJson(row[k]) === canonicalJson(settings[k])))
      return { effect: "found", row };
    const now = ctx.clock.now();
    const [written] = row
      ? await db
          .update(t)
          .set({ ...settings, updatedAt: now })
          .where(eq(t.id, row.id))
          .returning()
      : await db
          .insert(t)
          .values({ id, tenantId: opened.tenantId, templateId, ...settings, createdAt: now, updatedAt: now })
          .returning();
    if (!written) throw new Error("write returned no row");
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: row ? "app.update" : "app.create",
      target: written.id,
      payload: { template: `${templateId}@${wanted.version}`, title, connections, parameters, tables },
    });
    return { effect: row ? "changed" : "created", row: written };
  });
}

export type AppPointers = Pick<
  AppRow,
  "stagedGenerationId" | "publishedGenerationId" | "publishedVersion" | "publishedAt" | "schedule"
>;

/**
 * Moves an app's pointers (staged, published, schedule) in one transaction; equal ones write nothing.
 * @returns the pointers as they were
 */
export async function setAppPointers(
  ctx: Context,
  input: { tenantId: string; id: string; action: string; pointers: Partial<AppPointers> },
): Promise<AppPointers> {
  const opened = await scope(ctx, "apps:write", input.tenantId);
  const { apps: t } = ctx.store.tables;
  const moved = await ctx.store.tx(async (db) => {
    const [row] = await db
      .select()
      .from(t)
      .where(and(within(opened, t), eq(t.id, input.id)));
    if (!row) throw notFound("app", input.id);
    const { stagedGenerationId, publishedGenerationId, publishedVersion, publishedAt, schedule } = row;
    const before = { stagedGenerationId, publishedGenerationId, publishedVersion, publishedAt, schedule };
    const after = { ...before, ...input.pointers };
    if (canonicalJson(before) === canonicalJson(after)) return before;
    await db
      .update(t)
      .set({ ...input.pointers, updatedAt: ctx.clock.now() })
      .where(eq(t.id, row.id));
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: input.action,
      target: row.id,
      payload: { before, after },
    });
    return before;
  });
  noteChanged(opened.tenantId);
  return moved;
}

/** Restores an app's row as it was, or deletes it where there was none. */
export async function restoreApp(
  ctx: Context,
  input: { tenantId: string; id: string; before: AppRow | null },
): Promise<void> {
  const opened = await scope(ctx, "apps:write", input.tenantId);
  const { apps: t, generations: g } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    const mine = and(within(opened, t), eq(t.id, input.id));
    const [row] = await db.select().from(t).where(mine);
    if (!row) return;
    if (input.before) {
      const { title, stagedVersion, connections, parameters, tables } = input.before;
      await db.update(t).set({ title, stagedVersion, connections, parameters, tables }).where(mine);
    } else {
      await db.delete(t).where(mine);
      // The platform has dropped its data with it.
      const theirs = and(within(opened, g), eq(g.appId, input.id), isNull(g.droppedAt));
      await db.update(g).set({ droppedAt: ctx.clock.now() }).where(theirs);
    }
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: input.before ? "app.restore" : "app.delete",
      target: row.id,
      payload: { template: row.templateId, title: row.title },
    });
  });
  noteChanged(opened.tenantId);
}

/** Deletes an app's row for good. */
export async function removeApp(ctx: Context, input: { tenantId: string; id: string }): Promise<void> {
  await restoreApp(ctx, { ...input, before: null });
}
