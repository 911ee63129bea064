import { exportInvoices, invoicePdf } from "@/server/billing";
import { exportInvoicesInput } from "@/server/billing/schemas";
import type { Services } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { exportEvents } from "@/server/usage";
import { problem } from "./rest/problem";
import { personOf } from "./uploads";

const CSV = "text/csv; charset=utf-8";

/** A file to be kept by whoever asked. */
export function fileAnswer(name: string, mediaType: string, body: Uint8Array | string): Response {
  return new Response(typeof body === "string" ? body : new Uint8Array(body), {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

export const pdfAnswer = ({ name, bytes }: { name: string; bytes: Uint8Array }) =>
  fileAnswer(name, "application/pdf", bytes);

export const csvAnswer = ({ name, csv }: { name: string; csv: string }) => fileAnswer(name, CSV, csv);

/** An invoice as PDF for the portal's own pages; the session cookie says who. */
export async function handleInvoicePdf(
  services: Services,
  request: Request,
  { id, url }: { id: string; url: string },
): Promise<Response> {
  try {
    return pdfAnswer(await invoicePdf(await personOf(services, request, url), { id }));
  } catch (error) {
    return problem(error, "invoice-pdf", services.log);
  }
}

/** Invoices for accounting as CSV for the portal's own pages. */
export async function handleInvoicesCsv(
  services: Services,
  request: Request,
  url: string,
): Promise<Response> {
  try {
    const ctx = await personOf(services, request, url);
    const query = Object.fromEntries(new URL(request.url).searchParams);
    return csvAnswer(await exportInvoices(ctx, parse(exportInvoicesInput, query)));
  } catch (error) {
    return problem(error, "invoices-csv", services.log);
  }
}

/** Events behind a quantity as CSV for the portal's own pages. */
export async function handleEventsCsv(services: Services, request: Request, url: string): Promise<Response> {
  try {
    const ctx = await personOf(services, request, url);
    const query = new URL(request.url).searchParams;
    const [tenantId, meter] = [query.get("tenant") ?? "", query.get("meter") ?? ""];
    const time = { from: new Date(query.get("from") ?? ""), to: new Date(query.get("to") ?? "") };
    return csvAnswer(await exportEvents(ctx, { tenantId, meter, ...time }));
  } catch (error) {
    return problem(error, "usage-csv", services.log);
  }
}
