import { handleInvoicePdf } from "@/server/api/invoice-files";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** An invoice's PDF for the portal's own pages. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const [{ services }, { id }] = await Promise.all([container(), params]);
  return handleInvoicePdf(services, request, { id, url: settings().url });
}
