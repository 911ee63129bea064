import { z } from "zod";
import { pageInput } from "@/server/shared/pagination";
import { AGGREGATIONS, CUSTOM_PREFIX } from "./model";

/** Inputs of the usage verbs. Browser-safe. */

/** Events of one request. */
export const MAX_BATCH = 1000;
/** Bytes of `data` kept with an event, and of a refused event. */
export const MAX_DATA_BYTES = 2048;
export const MAX_REJECT_CHARS = 4096;
/** How long after it happened an event is still taken, and how far ahead of our clock. */
export const MAX_AGE_DAYS = 400;
export const MAX_AHEAD_MS = 5 * 60_000;

/** Why an event was refused. */
export const REJECT_REASONS = [
  "malformed",
  "source",
  "tenant",
  "type",
  "quantity",
  "key",
  "data",
  "too-old",
  "future",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

const name = z.string().min(1).max(200);

/** A CloudEvent 1.0, as far as it matters here; other attributes are let through and not kept. */
export const cloudEvent = z.object({
  specversion: z.literal("1.0"),
  id: name,
  source: name,
  type: z.string().min(1).max(100),
  /** The tenant: its id or slug. */
  subject: z.string().min(1).max(100),
  time: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()),
});
export type CloudEvent = z.infer<typeof cloudEvent>;

/** A batch as CloudEvents' JSON format has it, or one event. Each is checked by itself: one wrong event stops no other. */
export const ingestInput = z.union([
  z.array(z.unknown()).min(1).max(MAX_BATCH),
  z.record(z.string(), z.unknown()).transform((event) => [event]),
]);

export const meterId = z.string().min(1).max(60);

export const declareMeterInput = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(
      new RegExp(`^${CUSTOM_PREFIX}[a-z][a-z0-9_]*$`),
      "is custom. and small letters, digits, underscores: custom.documents_signed",
    ),
  aggregation: z.enum(AGGREGATIONS),
  unit: z.string().trim().min(1).max(30),
  title: z.string().trim().min(1).max(80),
});
export type DeclareMeterInput = z.input<typeof declareMeterInput>;

const period = {
  tenantId: z.string().min(1).max(60),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
};

export const usageInput = z.object({ ...period, meters: z.array(meterId).max(50).optional() });
export type UsageInput = z.input<typeof usageInput>;

export const traceInput = z.object({ ...period, meter: meterId, ...pageInput });
export type TraceInput = z.input<typeof traceInput>;

export const usageDaysInput = z.object({
  ...period,
  meter: meterId,
  from: z.coerce.date(),
  to: z.coerce.date(),
});
export type UsageDaysInput = z.input<typeof usageDaysInput>;

/** Events behind a quantity as a file. */
export const exportEventsInput = usageDaysInput;
export type ExportEventsInput = z.input<typeof exportEventsInput>;

export const rejectsInput = z.object({
  tenantId: z.string().min(1).max(60).optional(),
  reason: z.enum(REJECT_REASONS).optional(),
  ...pageInput,
});
export type RejectsInput = z.input<typeof rejectsInput>;

export const currentInput = z.strictObject({ tenantId: z.string().min(1).max(60) });
