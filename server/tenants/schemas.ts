import { z } from "zod";
import { BRAND_FONTS } from "@/db/schema/fonts-model";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";
import { displayName } from "@/server/shared/display-name";
import { isLanguageTag } from "@/server/shared/language-tag";
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
  font: z.enum(BRAND_FONTS).optional(),
});

/** IANA name, `Europe/Berlin`. */
export const timeZone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return !/^[+-]/.test(name);
    } catch {
      return false;
    }
  }, "is no time zone like Europe/Berlin");

/** Least and most days something is kept, where a tenant chooses. */
export const RETENTION_DAYS = {
  reloadLogs: [7, 730],
  reloads: [30, 3650],
  generations: [7, 365],
  mails: [7, 730],
  audit: [365, 3650],
  embedSessions: [1, 365],
} as const;
export type RetentionKey = keyof typeof RETENTION_DAYS;

const days = (key: RetentionKey) =>
  z
    .int("is a whole number of days")
    .min(RETENTION_DAYS[key][0], `is at least ${RETENTION_DAYS[key][0]} days`)
    .max(RETENTION_DAYS[key][1], `is at most ${RETENTION_DAYS[key][1]} days`)
    .optional();

/** What is left out is kept as the installation keeps it. */
export const retention = z.strictObject({
  reloadLogs: days("reloadLogs"),
  reloads: days("reloads"),
  generations: days("generations"),
  mails: days("mails"),
  audit: days("audit"),
  embedSessions: days("embedSessions"),
});

export const languageTag = z
  .string()
  .refine(isLanguageTag, "is a language tag like en or de-AT")
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
  /** null: each reader's own. */
  timeZone: timeZone.nullish(),
  branding: branding.optional(),
  /** Days by what is kept; null: as the installation keeps it. */
  retention: retention.nullish(),
});
export type UpdateTenantInput = z.input<typeof updateTenantInput>;

/** What a customer's own admins may change of their tenant. */
export const customizeTenantInput = updateTenantInput.pick({
  id: true,
  name: true,
  language: true,
  timeZone: true,
  branding: true,
  retention: true,
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
