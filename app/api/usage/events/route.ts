import { handleEventsCsv } from "@/server/api/invoice-files";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";

export const dynamic = "force-dynamic";

/** Events behind a quantity as CSV, for the portal's own pages: `?tenant=…&meter=…&from=…&to=…`. */
export async function GET(request: Request) {
  const { services } = await container();
  return handleEventsCsv(services, request, settings().url);
}
