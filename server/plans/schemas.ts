import { z } from "zod";
import { strict } from "@/server/shared/strict";

const whole = z.int().min(1);

/** Shape of `Entitlements` in `platform/port.ts`. */
export const entitlements = strict({
  rows: whole,
  apps: whole,
  members: whole,
  reloadsPerDay: whole,
  memoryMb: whole,
  reloadSeconds: whole,
  storageMb: whole,
});

export const plansFile = strict({
  plans: z
    .array(
      strict({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/),
        version: whole,
        title: z.record(z.string(), z.string()),
        entitlements,
      }),
    )
    .min(1),
}).refine((f) => new Set(f.plans.map((p) => `${p.id}@${p.version}`)).size === f.plans.length, {
  error: "a plan's version is there twice",
});
