import { z } from "zod";
import { strict } from "@/server/shared/strict";
import { pricing } from "./pricing-model";

const whole = z.int().min(1);

/** Shape of `Entitlements` in `platform/port.ts`. */
export const entitlements = strict({
  rows: whole,
  apps: whole,
  members: whole,
  reloadsPerDay: whole,
  memoryMb: whole,
  reloadSeconds: whole,
  /** Plans from before these two were limits say nothing of them. */
  queryMemoryMb: whole.default(384),
  querySeconds: whole.default(30),
  storageMb: whole,
});

/** What a plan switches on. `modules` are those of templates its apps may be made from. */
export const capabilities = strict({
  authoring: z.boolean(),
  export: z.boolean(),
  api: z.boolean(),
  alerts: z.boolean(),
  modules: z.union([z.literal("all"), z.array(z.string().min(1).max(80)).max(500)]),
});
export type PlanCapabilities = z.output<typeof capabilities>;

/** One version of a plan, as the file and the portal write it. */
export const plan = strict({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "is no id like growth"),
  version: whole,
  title: z.record(z.string(), z.string().min(1)),
  entitlements,
  /** Left out: everything. */
  capabilities: capabilities.default({
    authoring: true,
    export: true,
    api: true,
    alerts: true,
    modules: "all",
  }),
  /** Left out: it costs nothing and limits nothing. */
  pricing: pricing.default({ interval: "month", trialDays: 0, charges: [], addons: [], limits: [] }),
});

export const plansFile = strict({ plans: z.array(plan).min(1) }).refine(
  (f) => new Set(f.plans.map((p) => `${p.id}@${p.version}`)).size === f.plans.length,
  { error: "a plan's version is there twice" },
);

export const makePlanInput = plan.omit({ version: true });
export const retirePlanInput = strict({ ref: z.string().min(1).max(60), retired: z.boolean().default(true) });

export const planYamlInput = strict({ ref: z.string().min(1).max(60) });
/** A plans file with one version of one plan. */
export const readPlanInput = strict({ text: z.string().min(1).max(200_000) });
