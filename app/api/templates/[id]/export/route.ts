import { handleTemplateExport } from "@/server/api/template-export";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const [{ services }, { id }] = await Promise.all([container(), params]);
  return handleTemplateExport(services, request, { id, url: settings().url });
}
