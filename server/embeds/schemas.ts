import { z } from "zod";
import { strict } from "@/server/shared/strict";

/** Inputs of the embed verbs. Browser-safe. */
const id = z.string().min(1).max(60);

export const embedsInput = strict({ tenantId: id });

export const addOriginInput = strict({ tenantId: id, origin: z.string().trim().min(1).max(300) });
export type AddOriginInput = z.input<typeof addOriginInput>;

export const originIdInput = strict({ id });
export const keyIdInput = strict({ id });

export const addKeyInput = strict({
  tenantId: id,
  name: z.string().trim().min(1, "needs a name").max(80),
  /** The host's public half. Absent: Tenantry makes a pair and answers the private half once. */
  publicJwk: z.record(z.string(), z.unknown()).optional(),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
}).refine((k) => !k.until || k.until > (k.from ?? new Date(0)), {
  path: ["until"],
  error: "must be after the first day",
});
export type AddKeyInput = z.input<typeof addKeyInput>;

export const rotateKeyInput = strict({
  id,
  /** Of the new key; that of the key before, where absent. */
  name: z.string().trim().min(1, "needs a name").max(80).optional(),
  /** The host's new public half. Absent: Tenantry makes a pair. */
  publicJwk: z.record(z.string(), z.unknown()).optional(),
  /** How long the key before goes on beside the new one. */
  overlapDays: z.number().int().min(0).max(90).default(7),
});
export type RotateKeyInput = z.input<typeof rotateKeyInput>;

export const revokeSessionsInput = strict({
  tenantId: id,
  /** Only sessions of this user (`sub` of the host's tokens). */
  subject: z.string().min(1).max(200).optional(),
});
export type RevokeSessionsInput = z.input<typeof revokeSessionsInput>;

export const previewInput = strict({
  app: id,
  /** Its options are tried: not somebody who looks at the app. */
  trial: z.literal(true).optional(),
});
