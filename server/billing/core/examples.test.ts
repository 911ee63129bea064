import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Pricing, pricing } from "@/server/plans/pricing-model";
import { Decimal } from "@/server/shared/decimal";
import { majorText, toMinor } from "@/server/shared/money";
import { type Calendar, type Period, period } from "@/server/shared/periods";
import { type Agreement, type Item, owed, type Usage } from "./owed";
import { type Line, settle } from "./settle";
import { taxed, taxRules } from "./tax";
import { type Change, terms } from "./terms";

/** Figures of docs/billing.md: each paragraph after `<!-- example: name -->` has what the core computes here. */

const DOC = readFileSync("docs/billing.md", "utf8");
const EUR = (price: string) => ({ EUR: price });
const title = { en: "x" };
const flat = (amount: string) => ({ kind: "flat", id: "base", title, amount: EUR(amount) });
const used = (price: object, included = "0") => ({
  ...{ kind: "usage", id: "rows", title, meter: "reload_rows", per: "1000000", included, price },
});
const unit = (price: string) => ({ model: "per-unit", unit: EUR(price) });
const TIERS = [
  { upTo: "1000", unit: EUR("0.10") },
  { upTo: "10000", unit: EUR("0.08") },
  { upTo: null, unit: EUR("0.05") },
];

const JANUARY: Calendar = { zone: "UTC", interval: "month", anchor: new Date("2026-01-10T00:00:00Z") };
const FIRST = period(JANUARY, 0);
const OVER = new Date("2026-02-10T00:00:00Z");

type Step = { at: string; plan?: string; [more: string]: unknown };

function agreement(plans: Record<string, object>, steps: Step[]): Agreement {
  const prices = new Map<string, Pricing>(Object.entries(plans).map(([id, p]) => [id, pricing.parse(p)]));
  const changes = steps.map(
    ({ at, ...more }, seq): Change => ({
      seq,
      at: new Date(at),
      terms: terms.parse({ plan: "a", ...more }),
    }),
  );
  const of = (plan: string) => prices.get(plan) ?? pricing.parse({ charges: [] });
  return { currency: "EUR", changes, pricing: of, period: (index) => period(JANUARY, index) };
}

/** Millions of rows, all in the period's first second. */
const usage = (millions: number): Usage => ({
  splitting: () => "sum",
  quantity: (_meter, from) => (from === FIRST.from ? String(millions * 1_000_000) : "0"),
});

const START = "2026-01-10T00:00:00Z";
const month = (p: object, millions = 0, p0: Period = FIRST) =>
  owed(agreement({ a: p }, [{ at: START }]), p0, usage(millions), OVER);
const money = (minor: number) => majorText(minor, "EUR");
const amounts = (items: readonly { amount: number }[]) => items.map(({ amount }) => money(amount));
const asBilled = (items: readonly Item[]) =>
  items.map((i) => ({
    key: i.key,
    periodIndex: i.period.index,
    amount: i.amount,
    quantity: i.quantity,
    line: i,
  }));
const days = (calendar: Calendar, indexes: number[]) =>
  indexes.map((i) => new Date(period(calendar, i).from * 1000).toISOString().slice(0, 10));

function afterChange(steps: Step[]): Line[] {
  const plans = { a: { charges: [flat("290")] }, b: { charges: [flat("1900")] } };
  const before = owed(agreement(plans, steps.slice(0, 1)), FIRST, usage(0), new Date(START));
  const at = new Date(steps.at(-1)?.at ?? START);
  return settle(owed(agreement(plans, steps), FIRST, usage(0), at), asBilled(before));
}

const EXAMPLES: Record<string, () => string[]> = {
  "31st": () => days({ ...JANUARY, anchor: new Date("2026-01-31T00:00:00Z") }, [0, 1, 2, 3]),
  "leap-day": () =>
    days({ zone: "UTC", interval: "year", anchor: new Date("2024-02-29T00:00:00Z") }, [0, 1, 2, 4]),
  "summer-time": () => {
    const { from, to } = period(
      { zone: "Europe/Berlin", interval: "month", anchor: new Date("2026-02-28T23:00:00Z") },
      0,
    );
    return [(to - from).toLocaleString("en")];
  },
  proration: () => {
    const at = "2026-01-25T12:34:56Z";
    const lines = afterChange([{ at: START }, { at, plan: "b" }]);
    const length = (FIRST.to - FIRST.from).toLocaleString("en");
    return [length, (FIRST.to - Date.parse(at) / 1000).toLocaleString("en"), ...amounts(lines)];
  },
  "other-interval": () => {
    const at = "2026-01-20T12:00:00Z";
    const credit = afterChange([{ at: START }, { at, ended: true }]);
    const year = period({ zone: "UTC", interval: "year", anchor: new Date(at) }, 0);
    const yearly = agreement({ a: { interval: "year", charges: [flat("2900")] } }, [{ at }]);
    return [...amounts(credit), ...amounts(owed(yearly, year, usage(0), new Date(at)))];
  },
  "within-a-second": () => {
    const at = "2026-01-25T12:34:56Z";
    const steps = ["b", "a", "b"].map((plan, i) => ({ at: at.replace("Z", `.${i}00Z`), plan }));
    return amounts(afterChange([{ at: START }, ...steps]));
  },
  trial: () => {
    const steps = [{ at: START, free: "trial" }, { at: "2026-01-24T00:00:00Z" }];
    return amounts(owed(agreement({ a: { charges: [flat("290")] } }, steps), FIRST, usage(0), OVER));
  },
  late: () => {
    const plan = { charges: [used(unit("0.30"), "500")] };
    const first = month(plan, 600);
    const [late] = settle(month(plan, 610), asBilled(first));
    return [...amounts(first), late?.quantity ?? "", late?.lineKind ?? "", money(late?.amount ?? 0)];
  },
  "included-share": () => {
    const plan = { charges: [used(unit("0.30"), "500")] };
    const steps = [{ at: START }, { at: "2026-01-25T12:00:00Z", ended: true }];
    return amounts(owed(agreement({ a: plan }, steps), FIRST, usage(600), OVER));
  },
  graduated: () => amounts(month({ charges: [used({ model: "graduated", tiers: TIERS })] }, 12_000)),
  volume: () => amounts(month({ charges: [used({ model: "volume", tiers: TIERS })] }, 12_000)),
  package: () =>
    amounts(month({ charges: [used({ model: "package", size: "1000", price: EUR("5") })] }, 2_500)),
  minimum: () => amounts(month({ charges: [used(unit("0.30"))], minimum: EUR("50") }, 110)),
  discounts: () => {
    const discounts = [
      { id: "ten", title, off: { kind: "percent", percent: "10" } },
      { id: "welcome", title, off: { kind: "amount", amount: "20" }, untilPeriod: 2 },
    ];
    const found = owed(
      agreement({ a: { charges: [flat("305")] } }, [{ at: START, discounts }]),
      FIRST,
      usage(0),
      OVER,
    );
    return [...amounts(found), money(found.reduce((n, i) => n + i.amount, 0))];
  },
  commitment: () => {
    const commitment = { amount: "1000", fromPeriod: 0, periods: 2 };
    const plan = { charges: [flat("290"), used(unit("1"))] };
    const second = period(JANUARY, 1);
    const at = (millions: number) =>
      owed(
        agreement({ a: plan }, [{ at: START, commitment }]),
        second,
        usage(millions),
        new Date("2026-03-10"),
      )
        .filter((i) => i.kind === "commitment")
        .map((i) => ({ ...i }));
    const before = at(0);
    const after = settle(at(100), asBilled(before));
    return [...amounts(before), ...amounts(after)];
  },
  rounding: () => ["0.125", "0.135"].map((text) => money(toMinor(new Decimal(text), "EUR"))),
  currencies: () => [
    majorText(toMinor(new Decimal("1234.5"), "JPY"), "JPY"),
    majorText(toMinor(new Decimal("1.2345"), "KWD"), "KWD"),
  ],
  tax: () => {
    const rules = taxRules.parse({ seller: "DE", rates: { DE: { standard: "19" } } });
    const lines = Array.from({ length: 3 }, () => ({ amount: 33, taxClass: "standard" as const }));
    const found = taxed(lines, rules, { country: "DE", taxId: null });
    return [money(found.reduce((n, t) => n + t.tax, 0)), ...found.map((t) => money(t.tax))];
  },
  inclusive: () => {
    const rules = taxRules.parse({ seller: "DE", prices: "inclusive", rates: { DE: { standard: "19" } } });
    const [line] = taxed([{ amount: 119_00, taxClass: "standard" }], rules, { country: "DE", taxId: null });
    return [money(line?.net ?? 0), money(line?.tax ?? 0)];
  },
};

const paragraphs = new Map(
  [...DOC.matchAll(/<!-- example: (\S+) -->\n([\s\S]*?)(?=\n\n|$)/g)].map(([, name = "", text = ""]) => [
    name,
    text,
  ]),
);

describe("docs/billing.md", () => {
  it("has the examples that are computed here, and no others", () => {
    expect([...paragraphs.keys()].sort()).toEqual(Object.keys(EXAMPLES).sort());
  });

  it.each(Object.keys(EXAMPLES))("%s has the figures of the core", (name) => {
    const text = (paragraphs.get(name) ?? "").replaceAll("−", "-");
    const bold = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, figure]) => figure);
    expect(bold).toEqual(EXAMPLES[name]?.());
  });
});
