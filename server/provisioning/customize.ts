import type { Context } from "@/server/shared/context";
import { customizeTenant, type Tenant, updateTenant } from "@/server/tenants";
import type { CustomizeTenantInput, UpdateTenantInput } from "@/server/tenants/schemas";
import { followZone } from "./schedule";

/**
 * As `customizeTenant`; a new time zone moves the scheduled reloads of its apps at once.
 * @unaudited `customizeTenant` appends
 */
export async function customizeWhole(ctx: Context, input: CustomizeTenantInput): Promise<Tenant> {
  const tenant = await customizeTenant(ctx, input);
  if (input.timeZone !== undefined) await followZone(ctx, tenant.id);
  return tenant;
}

/** As `updateTenant`, with the same consequence. @unaudited `updateTenant` appends */
export async function updateWhole(ctx: Context, input: UpdateTenantInput): Promise<Tenant> {
  const tenant = await updateTenant(ctx, input);
  if (input.timeZone !== undefined) await followZone(ctx, tenant.id);
  return tenant;
}
