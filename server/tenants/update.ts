import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import { IMAGE_TYPES } from "@/server/files/schemas";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import {
  type CustomizeTenantInput,
  customizeTenantInput,
  type UpdateTenantInput,
  updateTenantInput,
} from "./schemas";
import { slugIsTaken, slugTaken } from "./slug";
import { searchText, type Tenant, type TenantRow, toTenant } from "./tenant";

/** Only what really differs, as before and after. */
function changes(row: TenantRow, wanted: Partial<TenantRow>) {
  const keys = Object.keys(wanted) as (keyof TenantRow)[];
  const differing = keys.filter(
    (k) => wanted[k] !== undefined && canonicalJson(wanted[k]) !== canonicalJson(row[k]),
  );
  const pick = (from: Partial<TenantRow>) => Object.fromEntries(differing.map((k) => [k, from[k]]));
  return { differing, before: pick(row), after: pick(wanted) };
}

function slugIsFixed(slug: string): AppError {
  return new AppError("conflict", "tenants.slug_fixed", `The slug "${slug}" cannot change any more.`, {
    advice: "Only a draft's slug can be changed; make a new tenant for another one.",
    issues: [{ path: "slug", message: "cannot change" }],
    params: { slug },
  });
}

/** Changes details of a tenant's row. Values equal to the present ones write nothing. */
export async function updateTenant(ctx: Context, input: UpdateTenantInput): Promise<Tenant> {
  const { id, ...wanted } = parse(updateTenantInput, input);
  return change(ctx, await scope(ctx, "tenants:update", id), wanted);
}

/**
 * Changes how a tenant calls itself, speaks and looks: name, language, branding. A logo is one of its own uploads.
 * @throws `tenants.logo` for an upload that is no picture of the tenant
 */
export async function customizeTenant(ctx: Context, input: CustomizeTenantInput): Promise<Tenant> {
  const { id, ...wanted } = parse(customizeTenantInput, input);
  const opened = await scope(ctx, "tenants:customize", id);
  if (wanted.branding?.logo) await requireLogo(ctx, opened.tenantId, wanted.branding.logo);
  return change(ctx, opened, wanted);
}

async function requireLogo(ctx: Context, tenantId: string, id: string): Promise<void> {
  const { files } = ctx.store.tables;
  const [file] = await ctx.store.read
    .select({ type: files.mediaType })
    .from(files)
    .where(and(eq(files.id, id), eq(files.tenantId, tenantId)));
  if (file && IMAGE_TYPES.has(file.type)) return;
  throw new AppError("invalid", "tenants.logo", "The logo is not a picture among the tenant's uploads.", {
    advice: "Upload a PNG, JPEG or WebP file, then choose it.",
    issues: [{ path: "branding.logo", message: "is no picture of this tenant" }],
  });
}

async function change(
  ctx: Context,
  opened: { tenantId: string },
  wanted: Omit<z.output<typeof updateTenantInput>, "id">,
): Promise<Tenant> {
  const { tenants } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const [row] = await db.select().from(tenants).where(eq(tenants.id, opened.tenantId));
    if (!row) throw notFound("tenant", opened.tenantId);
    const { differing, before, after } = changes(row, wanted);
    if (differing.length === 0) return toTenant(row);
    if (differing.includes("slug")) {
      if (row.state !== "draft") throw slugIsFixed(row.slug);
      if (await slugTaken(db, ctx, wanted.slug ?? row.slug, row.id)) throw slugIsTaken(wanted.slug ?? "");
    }
    const [changed] = await db
      .update(tenants)
      .set({
        ...after,
        searchText: searchText({ ...row, ...after }),
        updatedAt: ctx.clock.now(),
      })
      .where(eq(tenants.id, opened.tenantId))
      .returning();
    await append(db, ctx, {
      tenantId: opened.tenantId,
      action: "tenant.update",
      target: opened.tenantId,
      payload: { before, after },
    });
    return toTenant(changed ?? row);
  });
}
