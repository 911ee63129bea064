import fc from "fast-check";
import { type Pricing, pricing } from "@/server/plans/pricing-model";
import { type Terms, terms } from "../core/terms";

/** Random subscriptions for tests: plans, a history of changes, and usage of meters that add up. */
export interface Scenario {
  currency: string;
  zone: string;
  interval: "month" | "year";
  /** Seconds since 1970. */
  anchor: number;
  periods: number;
  pricing: Record<string, Pricing>;
  changes: { at: number; seq: number; terms: Terms }[];
  events: { meter: string; time: number; quantity: number }[];
}

const CURRENCIES = ["EUR", "JPY", "KWD"];
const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];
const METERS = ["rows", "calls"];

const decimal = (whole: number, places: number) =>
  fc
    .tuple(fc.nat(whole), fc.nat(10 ** places - 1))
    .map(([a, b]) => `${a}.${String(b).padStart(places, "0")}`.replace(/\.?0+$/, "") || "0");

const priced = (amount: fc.Arbitrary<string>) =>
  fc
    .tuple(...CURRENCIES.map(() => amount))
    .map((list) => Object.fromEntries(CURRENCIES.map((c, i) => [c, list[i] ?? "0"])));

const tier = (upTo: string | null) =>
  fc.record({ upTo: fc.constant(upTo), unit: priced(decimal(3, 6)), flat: priced(decimal(9, 2)) });
const tiers = fc
  .uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 3 })
  .chain((bounds) => fc.tuple(...[...bounds.sort((a, b) => a - b).map(String), null].map(tier)));

const quantityPrice = fc.oneof(
  fc.record({ model: fc.constant("per-unit" as const), unit: priced(decimal(5, 6)) }),
  fc.record({ model: fc.constant("graduated" as const), tiers }),
  fc.record({ model: fc.constant("volume" as const), tiers }),
  fc.record({
    model: fc.constant("package" as const),
    size: fc.integer({ min: 1, max: 90 }).map(String),
    price: priced(decimal(20, 2)),
  }),
);

const taxClass = fc.constantFrom("standard" as const, "reduced" as const, "exempt" as const);
const title = { en: "x" };

const plan = fc
  .record({
    flat: fc.record({ kind: fc.constant("flat" as const), amount: priced(decimal(900, 3)), taxClass }),
    once: fc.option(
      fc.record({ kind: fc.constant("one-off" as const), amount: priced(decimal(900, 2)), taxClass }),
    ),
    seats: fc.option(
      fc.record({
        kind: fc.constant("seats" as const),
        included: fc.nat(6).map(String),
        price: quantityPrice,
        taxClass,
      }),
    ),
    rows: fc.record({
      per: fc.constantFrom("1", "10", "7"),
      included: decimal(60, 1),
      price: quantityPrice,
      taxClass,
    }),
    calls: fc.option(
      fc.record({
        per: fc.constantFrom("1", "1000"),
        included: decimal(5, 2),
        price: quantityPrice,
        taxClass,
      }),
    ),
    addon: priced(decimal(50, 2)),
    minimum: fc.option(priced(decimal(300, 2)), { nil: undefined }),
  })
  .map((p): Pricing => {
    const usage = (meter: string, c: object) => ({ id: meter, kind: "usage", title, meter, ...c });
    const charges = [
      { id: "flat", title, ...p.flat },
      ...(p.once ? [{ id: "once", title, ...p.once }] : []),
      ...(p.seats ? [{ id: "seats", title, ...p.seats }] : []),
      usage("rows", p.rows),
      ...(p.calls ? [usage("calls", p.calls)] : []),
    ];
    return pricing.parse({
      charges,
      addons: [{ id: "extra", title, amount: p.addon }],
      ...(p.minimum ? { minimum: p.minimum } : {}),
    });
  });

type Off = { kind: "percent"; percent: string } | { kind: "amount"; amount: string };

const discount: fc.Arbitrary<{ off: Off; fromPeriod: number; untilPeriod: number | null }> = fc.record({
  off: fc.oneof(
    fc.record({
      kind: fc.constant("percent" as const),
      percent: decimal(99, 2).map((d) => (d === "0" ? "1" : d)),
    }),
    fc.record({ kind: fc.constant("amount" as const), amount: decimal(200, 2) }),
  ),
  fromPeriod: fc.constantFrom(0, 0, 1, 2),
  untilPeriod: fc.option(fc.nat(3)),
});

const commitment = fc.record({
  amount: decimal(3000, 2).map((d) => (d === "0" ? "1" : d)),
  fromPeriod: fc.nat(2),
  periods: fc.integer({ min: 1, max: 3 }),
});

const none = fc.constant<{ off: Off; fromPeriod: number; untilPeriod: number | null }[]>([]);

const someTerms = fc
  .record({
    plan: fc.constantFrom("a@1", "b@1"),
    seats: fc.nat(15),
    addons: fc.constantFrom<string[]>([], ["extra"]),
    negotiated: fc.oneof(
      { weight: 4, arbitrary: fc.constant({}) },
      fc.record({ flat: decimal(500, 2) }),
      fc.record({ rows: decimal(2, 4) }),
    ),
    discounts: fc.oneof({ weight: 3, arbitrary: none }, fc.array(discount, { minLength: 1, maxLength: 2 })),
    commitment: fc.option(commitment, { freq: 3 }),
    free: fc.oneof(
      { weight: 6, arbitrary: fc.constant(null) },
      fc.constantFrom("trial" as const, "pause" as const),
    ),
  })
  .map(
    (t): Terms => terms.parse({ ...t, discounts: t.discounts.map((d, i) => ({ id: `d${i}`, title, ...d })) }),
  );

const DAY = 86_400;

export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    currency: fc.constantFrom(...CURRENCIES),
    zone: fc.constantFrom(...ZONES),
    interval: fc.constantFrom("month" as const, "month" as const, "year" as const),
    anchor: fc.integer({ min: 1_700_000_000, max: 2_400_000_000 }),
    periods: fc.integer({ min: 1, max: 3 }),
    a: plan,
    b: plan,
    first: someTerms,
    later: fc.array(
      fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), terms: someTerms, close: fc.boolean() }),
      { maxLength: 4 },
    ),
    ends: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    events: fc.array(
      fc.record({
        meter: fc.constantFrom(...METERS),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        quantity: fc.nat(3000),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ a, b, first, later, ends, events, ...s }): Scenario => {
    const span = s.periods * (s.interval === "month" ? 30 : 365) * DAY;
    const at = (share: number) => s.anchor + Math.floor(share * span);
    let last = s.anchor;
    const changes = [{ at: s.anchor, seq: 0, terms: first }];
    for (const one of [...later].sort((x, y) => x.share - y.share)) {
      last = one.close ? last : Math.max(last, at(one.share));
      changes.push({ at: last, seq: changes.length, terms: one.terms });
    }
    if (ends !== null)
      changes.push({ at: Math.max(last, at(ends)), seq: changes.length, terms: { ...first, ended: true } });
    return {
      ...s,
      pricing: { "a@1": a, "b@1": b },
      changes,
      events: events.map(({ meter, share, quantity }) => ({ meter, time: at(share), quantity })),
    };
  });
