/** An invoice as it is printed: words and figures in its language, ready to be laid out. Browser-safe. */
export interface InvoicePaper {
  /** Language tag. */
  language: string;
  title: string;
  /** Said above everything: that it is a draft. */
  mark: string | null;
  seller: { name: string; lines: string[] };
  /** Data address of the seller's picture. */
  logo: string | null;
  payer: { name: string; lines: string[] };
  facts: Labelled[];
  heads: { what: string; quantity: string; tax: string; amount: string };
  lines: PaperLine[];
  taxHeads: { rate: string; net: string; tax: string };
  taxes: { rate: string; net: string; tax: string }[];
  totals: Labelled[];
  notes: string[];
  bank: { title: string; lines: string[] } | null;
  /** With `{page}` and `{pages}`. */
  pages: string;
  foot: string;
  /** When it became final, or was last reckoned: ISO 8601. */
  made: string;
}

export interface Labelled {
  label: string;
  value: string;
}

export interface PaperLine {
  what: string;
  /** Its period, and what share of it counts. */
  notes: string[];
  quantity: string;
  tax: string;
  amount: string;
}

/** Messages between the portal and the process that draws. */
export type ToDrawer = { id: number; paper: InvoicePaper };
export type FromDrawer = { id: number; bytes: Uint8Array } | { id: number; problem: string };
