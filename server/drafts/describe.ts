import { listPlans } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { updateTenant } from "@/server/tenants";
import { type DraftData, detailsForm } from "./schemas";

/**
 * Tells the tenant's row what of the details is sound, so that the list shows the draft by its name; the rest stays in
 * the draft until it is.
 */
export async function describeTenant(ctx: Context, id: string, details: DraftData["details"]): Promise<void> {
  if (!details) return;
  const { name, slug, region, language } = detailsForm.shape;
  const sound = <T>(schema: { safeParse(v: unknown): { success: boolean; data?: T } }, value: unknown) =>
    value === undefined ? undefined : schema.safeParse(value).data;
  const plan = listPlans(ctx).find((p) => p.ref === details.plan)?.ref;
  const wanted = {
    id,
    name: sound(name, details.name),
    region: sound(region, details.region),
    language: sound(language, details.language),
    plan,
  };
  await updateTenant(ctx, wanted);
  const wished = sound(slug, details.slug);
  try {
    if (wished !== undefined) await updateTenant(ctx, { id, slug: wished });
  } catch (error) {
    // A slug somebody else has stays a wish; the draft's problems name it.
    if (!isAppError(error) || error.code !== "tenants.slug_taken") throw error;
  }
}
