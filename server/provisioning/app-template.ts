import type { Context } from "@/server/shared/context";
import { anyTemplateVersion, getTemplateVersion, type TemplateVersion } from "@/server/templates";

/**
 * The version an app is made of: a released one, or, in the source tenant, a draft's. What customers may be given is
 * checked where an app is asked for. @throws `template.not_found`
 */
export async function appTemplate(
  ctx: Context,
  input: { id: string; version: string },
): Promise<TemplateVersion> {
  return (await anyTemplateVersion(ctx, input)) ?? getTemplateVersion(ctx, input);
}
