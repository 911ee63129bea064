import { z } from "zod";
import { strict } from "@/server/shared/strict";

/** What is switched on or off for a tenant, besides the modules of templates. Browser-safe. */
export const CAPABILITIES = ["authoring", "export", "api", "alerts"] as const;
export const MODULE_PREFIX = "module:";

/** `module:Sales` lets apps be made from templates of that module. */
export type Capability = (typeof CAPABILITIES)[number] | `module:${string}`;

export const capabilityName = z.custom<Capability>(
  (value) =>
    typeof value === "string" &&
    ((CAPABILITIES as readonly string[]).includes(value) || /^module:\S.{0,79}$/.test(value)),
  `is one of ${CAPABILITIES.join(", ")}, or module:<name>`,
);

/** The module of `module:…`; null for the others. */
export const moduleOf = (capability: Capability): string | null =>
  capability.startsWith(MODULE_PREFIX) ? capability.slice(MODULE_PREFIX.length) : null;

const tenantId = z.string().min(1).max(60);

export const tenantCapabilitiesInput = strict({ tenantId });

export const setCapabilityInput = strict({
  tenantId,
  capability: capabilityName,
  /** `plan` takes an operator's switch away. */
  to: z.enum(["plan", "on", "off"]),
  reason: z.string().trim().min(1, "needs a reason").max(300),
});
export type SetCapabilityInput = z.input<typeof setCapabilityInput>;

export const askForCapabilityInput = strict({
  tenantId,
  capability: capabilityName,
  /** Why it is wanted, in the asker's words. */
  note: z.string().trim().max(500).optional(),
});
export type AskForCapabilityInput = z.input<typeof askForCapabilityInput>;
