import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Store } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { amountText, Decimal } from "@/server/shared/decimal";
import { currencyCode, toMinor } from "@/server/shared/money";
import { parse } from "@/server/shared/parse";
import { strict } from "@/server/shared/strict";

/** What running a tenant costs whoever runs it: exact decimals in major units. */
const rates = strict({
  cpuSecond: amountText.default("0"),
  /** For a gigabyte kept for 30 days. */
  gbMonth: amountText.default("0"),
  gbEgress: amountText.default("0"),
});
export type CostRates = z.output<typeof rates>;

export const costModel = strict({
  currency: currencyCode.default("EUR"),
  /** By the platform's id; one that is missing costs nothing. */
  platforms: z.record(z.string().min(1).max(40), rates).default({}),
});
export type CostModel = z.output<typeof costModel>;

const ROW = "billing-cost";

export async function readCostModel(store: Store): Promise<CostModel> {
  const { settings } = store.tables;
  const [row] = await store.read.select().from(settings).where(eq(settings.id, ROW));
  return costModel.parse(row?.value ?? {});
}

export async function getCostModel(ctx: Context): Promise<CostModel> {
  authorize(ctx, "billing:read");
  return await readCostModel(ctx.store);
}

export async function changeCostModel(ctx: Context, input: z.input<typeof costModel>): Promise<CostModel> {
  authorize(ctx, "billing:write");
  const value = parse(costModel, input);
  const { settings } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    await db
      .insert(settings)
      .values({ id: ROW, value, updatedAt })
      .onConflictDoUpdate({ target: settings.id, set: { value, updatedAt } });
    await append(db, ctx, {
      tenantId: null,
      action: "billing.cost-model",
      target: ROW,
      payload: { ...value },
    });
  });
  return value;
}

/** The meters a cost is made of. */
export const COST_METERS = [
  "query_seconds",
  "reload_seconds",
  "stored_bytes",
  "embed_bytes",
  "export_bytes",
  "api_bytes",
] as const;

const GB = 1_000_000_000;
const MONTH_SECONDS = 30 * 86_400;

/** Minor units of the model's currency for what was used in a time; `stored_bytes` is the average of it. */
export function costOfUsage(
  model: CostModel,
  platform: string,
  used: Record<string, string>,
  seconds: number,
): number {
  const rate = model.platforms[platform];
  if (!rate) return 0;
  const of = (meter: (typeof COST_METERS)[number]) => new Decimal(used[meter] ?? "0");
  const cpu = of("query_seconds").plus(of("reload_seconds")).times(rate.cpuSecond);
  const kept = of("stored_bytes").div(GB).times(seconds).div(MONTH_SECONDS).times(rate.gbMonth);
  const sent = of("embed_bytes").plus(of("export_bytes")).plus(of("api_bytes"));
  return toMinor(cpu.plus(kept).plus(sent.div(GB).times(rate.gbEgress)), model.currency);
}
