import { mailLanguage } from "@/server/mail";
import { formatMoney } from "@/server/shared/money";
import type { InvoiceDocument } from "../invoice";
import type { InvoiceLineRow, InvoiceRow } from "../subscription";
import type { InvoicePaper, PaperLine } from "./model";
import { WORDS } from "./words";

interface Manner {
  words: (typeof WORDS)["en"];
  language: ReturnType<typeof mailLanguage>;
  money(minor: number): string;
  number(exact: string): string;
  percent(value: number): string;
  day(at: Date): string;
  days(from: Date, to: Date): string;
}

/** Narrow spaces are not in every typeface. */
const plain = (text: string) => text.replace(/[\u2009\u202f]/g, "\u00a0");

/** The tag itself where words are in its language; else the language words are in. */
export function localeOf(tag: string): string {
  const language = mailLanguage(tag);
  try {
    return new Intl.Locale(tag).language === language ? tag : language;
  } catch {
    return language;
  }
}

function mannerOf(tag: string, currency: string, timeZone: string): Manner {
  const locale = localeOf(tag);
  const language = mailLanguage(tag);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const day = (at: Date) => plain(dates.format(at));
  return {
    language,
    words: WORDS[language],
    money: (minor) => plain(formatMoney(minor, currency, locale)),
    // Decimal text is formatted exactly, whatever its size.
    number: (exact) => plain(numbers.format(exact as unknown as number)),
    percent: (value) => plain(percents.format(value)),
    day,
    days: (from, to) => `${day(from)} – ${day(new Date(Math.max(from.getTime(), to.getTime() - 1000)))}`,
  };
}

const rows = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

function taxOf(line: InvoiceLineRow, { words, percent }: Manner): string {
  const reason = line.taxReason as keyof typeof words.reasons | "rate";
  return reason === "rate"
    ? `${words.taxed} ${percent(Number(line.taxPercent) / 100)}`
    : words.reasons[reason];
}

function toPaperLine(line: InvoiceLineRow, manner: Manner): PaperLine {
  const { words, money, number, percent, days, language } = manner;
  const { title } = line;
  const own = line.kind === "minimum" || line.kind === "commitment" ? words[line.kind] : line.chargeId;
  const what = title[language] ?? title.en ?? Object.values(title)[0] ?? own;
  const kind = { charge: what, credit: words.credit(what), correction: words.correction(what) };
  const length = (line.periodTo.getTime() - line.periodFrom.getTime()) / 1000;
  const share = line.seconds === 0 ? words.unused : words.share(percent(line.seconds / length));
  return {
    what: kind[line.lineKind],
    notes: [days(line.periodFrom, line.periodTo), ...(line.seconds < length ? [share] : [])],
    quantity: number(line.quantity),
    tax: taxOf(line, manner),
    amount: money(line.net),
  };
}

/** Lines of one rate, in the order of their first. */
function taxTable(lines: readonly InvoiceLineRow[], manner: Manner): InvoicePaper["taxes"] {
  const sums = new Map<string, { net: number; tax: number }>();
  for (const line of lines) {
    const rate = taxOf(line, manner);
    const sum = sums.get(rate) ?? { net: 0, tax: 0 };
    sums.set(rate, { net: sum.net + line.net, tax: sum.tax + line.tax });
  }
  return [...sums].map(([rate, { net, tax }]) => ({ rate, net: manner.money(net), tax: manner.money(tax) }));
}

function notesOf(invoice: InvoiceRow, lines: readonly InvoiceLineRow[], tax: string, { words }: Manner) {
  const reasons = new Set(lines.map((line) => line.taxReason));
  const laws = (["reverse-charge", "exempt", "outside"] as const).filter((reason) => reasons.has(reason));
  const pays = invoice.type === "invoice" && invoice.number !== null && invoice.gross > 0;
  return [
    ...laws.map((reason) => words.laws[reason]),
    ...(tax === "inclusive" ? [words.inclusive] : []),
    ...(pays ? [words.reference(invoice.number ?? "")] : []),
  ];
}

/**
 * An invoice as it is printed: of what was stored when it became final and nothing else, so that it is the same for good.
 * What is paid of it is not on it.
 * @param credits number of the invoice a credit note is for
 * @param logo data address of the seller's picture
 */
export function paperOf(
  invoice: InvoiceRow,
  lines: readonly InvoiceLineRow[],
  { seller, payer, zone, tax, language }: InvoiceDocument,
  credits: string | null,
  logo: string | null = null,
): InvoicePaper {
  const manner = mannerOf(language, invoice.currency, zone);
  const { words, money, day, days } = manner;
  const name = invoice.type === "invoice" ? words.invoice : words.creditNote;
  const fact = (label: string, value: string | null | undefined) => (value ? [{ label, value }] : []);
  const from = Math.min(...lines.map((line) => line.periodFrom.getTime()));
  const to = Math.max(...lines.map((line) => line.periodTo.getTime()));
  const taxId = seller.taxId && `${words.taxId}: ${seller.taxId}`;
  const due = invoice.type === "invoice" && invoice.gross > 0 ? invoice.dueAt : null;
  return {
    language: manner.language,
    title: invoice.number ? `${name} ${invoice.number}` : name,
    mark: invoice.number ? null : words.draft,
    seller: {
      name: seller.name,
      lines: [...rows(seller.address), taxId, seller.email ?? ""].filter((l) => l !== ""),
    },
    logo,
    payer: { name: payer.name, lines: [...rows(payer.address), payer.country] },
    facts: [
      ...fact(words.number, invoice.number),
      ...fact(words.date, invoice.finalizedAt && day(invoice.finalizedAt)),
      ...fact(words.credits, credits),
      ...fact(words.supplied, lines.length > 0 ? days(new Date(from), new Date(to)) : null),
      ...fact(words.due, due && day(due)),
      ...fact(words.customerTaxId, payer.taxId),
    ],
    heads: { what: words.item, quantity: words.quantity, tax: words.tax, amount: words.net },
    lines: lines.map((line) => toPaperLine(line, manner)),
    taxHeads: { rate: words.tax, net: words.net, tax: words.taxTotal },
    taxes: taxTable(lines, manner),
    totals: [
      { label: words.net, value: money(invoice.net) },
      { label: words.taxTotal, value: money(invoice.tax) },
      { label: words.total, value: money(invoice.gross) },
    ],
    notes: notesOf(invoice, lines, tax.prices, manner),
    bank: seller.bank && invoice.type === "invoice" ? { title: words.bank, lines: rows(seller.bank) } : null,
    pages: words.page,
    foot: [seller.name, taxId].filter((l) => l !== "").join(" · "),
    made: (invoice.finalizedAt ?? invoice.reckonedAt).toISOString(),
  };
}
