import type { z } from "zod";
import { scope } from "@/server/auth";
import { planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { knownMeter, type Meter, metersById, periodOf, reading } from "@/server/usage";
import { phases } from "../core/terms";
import { splittingOf } from "../read-usage";
import { traceMeterInput } from "../schemas";
import { standing } from "../state";
import { findLedger } from "../subscription";
import { rawOf } from "./line";
import { type Reckoning, reckoningOf } from "./reckoning";

export interface MeterTrace {
  tenantId: string;
  zone: string;
  meter: Meter;
  /** The running period, and until when it is known. */
  period: { from: Date; to: Date };
  at: Date;
  /** In the meter's unit. */
  raw: string;
  /** What the plan of now charges for it, as if the period ended now: none where nothing is charged for it. */
  reckonings: Reckoning[];
}

const second = (at: Date) => Math.floor(at.getTime() / 1000);

/** How what a meter has in the running period becomes what it costs so far. @throws `usage.meter` */
export async function traceMeter(ctx: Context, input: z.input<typeof traceMeterInput>): Promise<MeterTrace> {
  const { tenant, meter: id } = parse(traceMeterInput, input);
  const { tenantId } = await scope(ctx, "billing:read", tenant);
  const books = reading(ctx.store);
  const meters = await metersById(books, [id]);
  const meter = knownMeter([...meters.values()], id);
  const at = new Date(second(ctx.clock.now()) * 1000);
  const period = await periodOf(books, tenantId, at);
  const ledger = await findLedger(books, tenantId);
  const how = splittingOf(meters)(id);
  const until = at > period.from ? at : period.to;
  const whole = [{ from: period.from, to: until }];
  const found = {
    ...{ tenantId, meter, period, at },
    zone: ledger?.subscription.zone ?? "UTC",
    raw: (await rawOf(books, tenantId, id, whole, how)).toFixed(),
  };
  const terms = ledger && !ledger.subscription.endedAt ? standing(ledger, at).terms : null;
  if (!ledger || !terms || terms.free || at <= period.from) return { ...found, reckonings: [] };
  const length = second(period.to) - second(period.from);
  const reckonings = planByRef(terms.plan).pricing.charges.flatMap((charge) => {
    if (charge.kind !== "usage" || charge.meter !== id) return [];
    const agreed = terms.negotiated[charge.id] ?? "";
    const spans = phases(ledger.changes, second(period.from), second(at), at)
      .filter((p) => !p.terms.free && p.terms.plan === terms.plan)
      .filter((p) => (p.terms.negotiated[charge.id] ?? "") === agreed)
      .map((p) => ({ from: new Date(p.from * 1000), to: new Date(p.to * 1000) }));
    return spans.length > 0 ? [{ charge, agreed, spans }] : [];
  });
  return {
    ...found,
    reckonings: await Promise.all(
      reckonings.map(async ({ charge, agreed, spans }) => {
        const raw = await rawOf(books, tenantId, id, how === "whole" ? whole : spans, how);
        const seconds = spans.reduce((sum, { from, to }) => sum + second(to) - second(from), 0);
        const quantity = raw.div(charge.per);
        const { currency } = ledger.subscription;
        return reckoningOf(charge, { plan: terms.plan, currency, how, quantity, seconds, length, agreed });
      }),
    ),
  };
}
