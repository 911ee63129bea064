import { z } from "zod";
import { strict } from "@/server/shared/strict";

/** Inputs of the announcement verbs. Browser-safe. */
export const TONES = ["info", "warning"] as const;
export const MOST_LETTERS = 300;
export const MOST_TENANTS = 500;

const id = z.string().min(1).max(60);

export const announceInput = strict({
  text: z.string().trim().min(1, "needs a text").max(MOST_LETTERS),
  tone: z.enum(TONES).default("info"),
  /** An https address with more about it. */
  link: z
    .url({ protocol: /^https$/, error: "is no https address" })
    .max(500)
    .nullish(),
  /** Ids of tenants; left out: everybody. */
  tenantIds: z.array(id).min(1).max(MOST_TENANTS).nullish(),
  /** ISO 8601; left out: now. */
  startsAt: z.coerce.date().optional(),
  /** ISO 8601; left out: until it is ended. */
  endsAt: z.coerce.date().nullish(),
});
export type AnnounceInput = z.input<typeof announceInput>;

export const announcementIdInput = strict({ id });
