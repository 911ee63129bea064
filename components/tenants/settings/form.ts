import { z } from "zod";
import { BRAND_FONTS } from "@/db/schema/fonts-model";
import { branding, languageTag, tenantName, timeZone } from "@/server/tenants/schemas";
import type { RouterOutputs } from "../../providers/types";

const color = z.union([z.literal(""), branding.shape.color.unwrap()], {
  error: "is a colour like #86245F",
});

/** The settings as they are typed; an empty colour is none. */
export const settingsForm = z.object({
  name: tenantName,
  language: languageTag.unwrap(),
  /** Empty: each reader's own. */
  timeZone: z.union([z.literal(""), timeZone]),
  font: z.enum(BRAND_FONTS),
  color,
  colorDark: color,
  logo: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type SettingsForm = z.infer<typeof settingsForm>;

type Tenant = Pick<RouterOutputs["tenants"]["get"], "name" | "language" | "timeZone" | "branding">;

export const valuesOf = ({ name, language, timeZone: zone, branding: look }: Tenant): SettingsForm => ({
  name,
  language,
  timeZone: zone ?? "",
  font: look.font ?? "hanken-grotesk",
  color: look.color ?? "",
  colorDark: look.colorDark ?? "",
  logo: look.logo ? { id: look.logo, name: "" } : null,
});

export const brandingOf = ({
  color,
  colorDark,
  logo,
  font,
}: Pick<SettingsForm, "color" | "colorDark" | "logo" | "font">) => ({
  ...(color ? { color } : {}),
  ...(color && colorDark ? { colorDark } : {}),
  ...(logo ? { logo: logo.id } : {}),
  ...(font === "hanken-grotesk" ? {} : { font }),
});
