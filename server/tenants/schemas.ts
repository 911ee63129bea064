import { z } from "zod";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";
import { displayName } from "@/server/shared/display-name";
import { pageInput } from "@/server/shared/pagination";

/** Inputs of the tenant verbs. Browser-safe: forms use the same schemas. */
export const tenantSlug = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    "needs 1 to 63 small letters, digits and hyphens; no hyphen at the start or end",
  );

/** Letters that are not a letter with a mark: normalization does not take them apart. */
const WHOLE_LETTERS: Record<string, string> = {
  ß: "ss",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
};

/** A slug made of a name: `Müller & Söhne` is `mueller-soehne`. */
export function proposedSlug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/ä/g, "ae")
    .replace(/ö/g, "oe")
    .replace(/ü/g, "ue")
    .replace(/[ßłøđðþæœ]/g, (letter) => WHOLE_LETTERS[letter] ?? "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return plain || "tenant";
}

export const tenantName = displayName;

const color = z.string().regex(/^#[0-9a-f]{6}$/i, "is a colour like #86245F");

export const branding = z.strictObject({
  color: color.optional(),
  colorDark: color.optional(),
  logo: z.string().optional(),
});

export const languageTag = z
  .string()
  .refine((v) => {
    try {
      return Intl.getCanonicalLocales(v).length === 1;
    } catch {
      return false;
    }
  }, "is a language tag like en or de-AT")
  .default("en");

export const createTenantInput = z.strictObject({
  slug: tenantSlug,
  name: tenantName,
  kind: z.enum(["customer", "source"]).default("customer"),
  plan: z.string().min(1).max(100),
  platform: z.string().max(40).default("built-in"),
  region: z.string().trim().min(1).max(60).default("local"),
  language: languageTag,
  branding: branding.default({}),
  sample: z.boolean().default(false),
});
export type CreateTenantInput = z.input<typeof createTenantInput>;

export const updateTenantInput = z.strictObject({
  id: z.string(),
  /** Only while the tenant is a draft. */
  slug: tenantSlug.optional(),
  name: tenantName.optional(),
  plan: z.string().min(1).max(100).optional(),
  region: z.string().trim().min(1).max(60).optional(),
  language: languageTag.optional(),
  branding: branding.optional(),
});
export type UpdateTenantInput = z.input<typeof updateTenantInput>;

/** What a customer's own admins may change of their tenant. */
export const customizeTenantInput = updateTenantInput.pick({
  id: true,
  name: true,
  language: true,
  branding: true,
});
export type CustomizeTenantInput = z.input<typeof customizeTenantInput>;

export const TENANT_SORTS = ["name", "created", "updated", "state", "plan"] as const;

export const listTenantsInput = z.object({
  ...pageInput,
  q: z.string().trim().max(200).optional(),
  slug: z.string().max(63).optional(),
  state: z.enum(TENANT_STATES).optional(),
  health: z.enum(HEALTH_STATES).optional(),
  plan: z.string().max(100).optional(),
  sort: z.enum(TENANT_SORTS).default("name"),
  dir: z.enum(["asc", "desc"]).default("asc"),
});
export type ListTenantsInput = z.input<typeof listTenantsInput>;

export const tenantIdInput = z.strictObject({ id: z.string().min(1).max(60) });
