import { z } from "zod";
import { PERMISSIONS, type Permission } from "@/server/auth/permissions";

/** What a key can never do, whoever makes it: make further keys, people or settings, view as somebody. Browser-safe. */
export const NEVER_BY_KEY: readonly Permission[] = [
  "api-keys:write",
  "users:read",
  "users:write",
  "settings:write",
  "members:view-as",
  "members:act-as",
];

export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  scopes: z.array(z.enum(PERMISSIONS)).min(1).optional(),
  /** Limits the key to one tenant. */
  tenantId: z.string().optional(),
  /** Left out, or null as lists show it: never. */
  expiresAt: z.coerce.date().nullish(),
});
