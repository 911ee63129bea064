import { handleInvoicesCsv } from "@/server/api/invoice-files";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** Invoices for accounting as CSV, for the portal's own pages: `?tenant=…&from=…&to=…`. */
export async function GET(request: Request) {
  const { services } = await container();
  return handleInvoicesCsv(services, request, settings().url);
}
