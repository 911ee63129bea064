import { handleAppExport } from "@/server/api/app-export";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** A file of a dashboard for the portal's own pages. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const [{ services }, { id }] = await Promise.all([container(), params]);
  return handleAppExport(services, request, { id, url: settings().url });
}
