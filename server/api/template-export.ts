import type { Services } from "@/server/shared/context";
import { exportTemplate } from "@/server/templates";
import { problem } from "./rest/problem";
import { personOf } from "./uploads";

/** A template's folder as a zip for the portal's own pages: `?version=1.2.0`, `?version=draft`, or the newest. */
export async function handleTemplateExport(
  services: Services,
  request: Request,
  { id, url }: { id: string; url: string },
): Promise<Response> {
  try {
    const ctx = await personOf(services, request, url);
    const version = new URL(request.url).searchParams.get("version") ?? undefined;
    const { name, bytes } = await exportTemplate(ctx, { id, ...(version ? { version } : {}) });
    return new Response(bytes, {
      headers: {
        "content-type": "application/zip",
        "content-disposition": `attachment; filename="${name}"`,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problem(error, "template-export", services.log);
  }
}
