import { asc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Context, Services } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { canonicalJson } from "@/server/shared/json";
import { parse } from "@/server/shared/parse";
import type { InvoiceDocument } from "../invoice";
import { documentNow, openInvoice } from "../invoices";
import { logoAddress } from "../logo";
import { invoiceIdInput } from "../schemas";
import type { InvoiceRow } from "../subscription";
import { withDrawer } from "./drawer";
import type { InvoicePaper } from "./model";
import { paperOf } from "./paper";

export interface InvoicePdf {
  name: string;
  bytes: Buffer;
}

/** What is printed of an invoice's row. @internal */
export async function paperFor(
  { store }: Pick<Services, "store">,
  row: InvoiceRow,
): Promise<{ paper: InvoicePaper; document: InvoiceDocument; name: string }> {
  const { invoiceLines: l, invoices: i } = store.tables;
  const lines = await store.read.select().from(l).where(eq(l.invoiceId, row.id)).orderBy(asc(l.position));
  const [credited] = row.creditsId
    ? await store.read.select({ number: i.number }).from(i).where(eq(i.id, row.creditsId))
    : [];
  const document = await documentNow({ store }, row);
  const name = `${(row.number ?? `draft-${row.id}`).replace(/[^A-Za-z0-9_-]+/g, "-")}.pdf`;
  const logo = await logoAddress({ store }, document.seller.logo);
  return { paper: paperOf(row, lines, document, credited?.number ?? null, logo), document, name };
}

const KEPT = 16;
const kept = new Map<string, Promise<Buffer>>();

/** The same words are drawn once, however often somebody asks for the file in a row. */
function drawnOnce(paper: InvoicePaper): Promise<Buffer> {
  const name = sha256(canonicalJson(paper));
  const there = kept.get(name);
  if (there) return there;
  const drawn = withDrawer((draw) => draw(paper));
  kept.set(name, drawn);
  drawn.catch(() => kept.delete(name));
  const [oldest] = kept.size > KEPT ? kept.keys() : [];
  if (oldest !== undefined) kept.delete(oldest);
  return drawn;
}

/** An invoice as PDF. @throws `invoice.not_found`, `billing.not_drawn` */
export async function invoicePdf(ctx: Context, input: z.input<typeof invoiceIdInput>): Promise<InvoicePdf> {
  const { id } = parse(invoiceIdInput, input);
  const row = await openInvoice(ctx, "billing:read", id);
  const { paper, name } = await paperFor(ctx, row);
  return { name, bytes: await drawnOnce(paper) };
}
