import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import {
  getTemplate,
  getTemplateVersion,
  listTemplates,
  splitRef,
  type TemplateVersion,
} from "@/server/templates";

/** A template as the wizard offers it: its newest released version. */
export interface OfferedTemplate {
  ref: string;
  id: string;
  version: string;
  module: string;
  manifest: TemplateVersion["manifest"];
  /** Where the objects of its sheets lie, for a small drawing. */
  sheets: {
    title: TemplateVersion["sheets"][number]["title"];
    objects: { kind: string; at: readonly number[] }[];
  }[];
}

const MOST = 200;

function offered(v: TemplateVersion): OfferedTemplate {
  return {
    ref: `${v.templateId}@${v.version}`,
    id: v.templateId,
    version: v.version,
    module: v.manifest.module,
    manifest: v.manifest,
    sheets: v.sheets.map((s) => ({
      title: s.title,
      objects: s.objects.map(({ kind, at }) => ({ kind, at })),
    })),
  };
}

/** Templates a new tenant may be given, by module. */
export async function offeredTemplates(ctx: Context): Promise<OfferedTemplate[]> {
  authorize(ctx, "tenants:create");
  const { items } = await listTemplates(ctx, { limit: MOST });
  const found: OfferedTemplate[] = [];
  for (const { id } of items) {
    const { versions } = await getTemplate(ctx, { id });
    const newest = versions.find((v) => v.state === "released");
    if (newest) found.push(offered(await getTemplateVersion(ctx, { id, version: newest.version })));
  }
  return found;
}

/** The versions some refs name; unknown ones are left out. */
export async function versionsOf(ctx: Context, refs: string[]): Promise<Map<string, TemplateVersion>> {
  const found = new Map<string, TemplateVersion>();
  for (const ref of new Set(refs)) {
    const version = await getTemplateVersion(ctx, splitRef(ref)).catch((error: unknown) => {
      if (isAppError(error)) return null;
      throw error;
    });
    if (version) found.set(ref, version);
  }
  return found;
}
