import type { RouterInputs, RouterOutputs } from "../../providers/types";

type Settings = RouterOutputs["billing"]["settings"];
type Input = RouterInputs["billing"]["changeSettings"];
type Rates = Settings["tax"]["rates"];

/** The settings as they are typed. */
export interface TypedSettings {
  name: string;
  address: string;
  taxId: string;
  bank: string;
  email: string;
  currency: string;
  zone: string;
  graceDays: string;
  dueDays: string;
  numbers: string;
  creditNumbers: string;
  country: string;
  prices: "exclusive" | "inclusive";
  rates: string;
  reverse: string;
  mails: boolean;
  reminders: boolean;
  /** Days after the due date, as typed: `7, 14, 30`. */
  reminderDays: string;
}

/** As long as nobody set others; see `server/billing/mails/queue.ts`. */
const USUAL_REMINDERS = [7, 14, 30];

export const typedOf = ({ seller, tax, ...s }: Settings): TypedSettings => ({
  ...{ name: seller.name, address: seller.address, taxId: seller.taxId, bank: seller.bank },
  ...{ email: seller.email ?? "", currency: s.currency, zone: s.zone },
  ...{ graceDays: String(s.graceDays), dueDays: String(s.dueDays) },
  ...{ numbers: s.numbers, creditNumbers: s.creditNumbers },
  ...{ country: tax.seller, prices: tax.prices, reverse: tax.reverseCharge.join(", ") },
  ...{ mails: s.mailInvoices ?? true, reminders: s.reminderDays?.length !== 0 },
  reminderDays: (s.reminderDays?.length ? s.reminderDays : USUAL_REMINDERS).join(", "),
  rates: Object.entries(tax.rates)
    .map(([country, rate]) => [country, rate.standard, rate.reduced].filter(Boolean).join(" "))
    .join("\n"),
});

const LINE = /^([A-Z]{2})\s+(\d{1,2}(?:\.\d{1,3})?)(?:\s+(\d{1,2}(?:\.\d{1,3})?))?$/;

/** Tax rates out of lines like `DE 19 7`; the number of the first line that is none. */
export function ratesOf(text: string): { rates: Rates } | { wrong: number } {
  const rates: Rates = {};
  for (const [i, line] of text.split("\n").entries()) {
    const trimmed = line.trim();
    if (trimmed === "") continue;
    const [, country, standard, reduced] = LINE.exec(trimmed) ?? [];
    if (!country || !standard) return { wrong: i + 1 };
    rates[country] = { standard, ...(reduced ? { reduced } : {}) };
  }
  return { rates };
}

const MOST_REMINDERS = 5;

/** Days out of `7, 14, 30`: at most five, each from 1 to 365; null where what is typed is none. */
export function daysOf(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const days = [...new Set(parts.map(Number))].sort((a, b) => a - b);
  const right = days.every((day) => Number.isInteger(day) && day >= 1 && day <= 365);
  return right && days.length > 0 && days.length <= MOST_REMINDERS ? days : null;
}

export const isWhole = (text: string): boolean => /^\d{1,3}$/.test(text);

export function inputOf(typed: TypedSettings, rates: Rates, provider: string): Input {
  const { name, address, taxId, bank, email, currency, zone, numbers, creditNumbers } = typed;
  return {
    seller: { name, address, taxId, bank, email: email || null },
    ...{ currency, zone, numbers, creditNumbers, provider },
    ...{ mailInvoices: typed.mails, reminderDays: typed.reminders ? (daysOf(typed.reminderDays) ?? []) : [] },
    ...{ graceDays: Number(typed.graceDays), dueDays: Number(typed.dueDays) },
    tax: {
      ...{ seller: typed.country, prices: typed.prices, rates },
      reverseCharge: typed.reverse.split(/[\s,]+/).filter(Boolean),
    },
  };
}
