import { z } from "zod";
import { branding, languageTag, tenantName } from "@/server/tenants/schemas";
import type { RouterOutputs } from "../../providers/types";

const color = z.union([z.literal(""), branding.shape.color.unwrap()], {
  error: "is a colour like #86245F",
});

/** The settings as they are typed; an empty colour is none. */
export const settingsForm = z.object({
  name: tenantName,
  language: languageTag.unwrap(),
  color,
  colorDark: color,
  logo: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type SettingsForm = z.infer<typeof settingsForm>;

type Tenant = Pick<RouterOutputs["tenants"]["get"], "name" | "language" | "branding">;

export const valuesOf = ({ name, language, branding: look }: Tenant): SettingsForm => ({
  name,
  language,
  color: look.color ?? "",
  colorDark: look.colorDark ?? "",
  logo: look.logo ? { id: look.logo, name: "" } : null,
});

export const brandingOf = ({
  color,
  colorDark,
  logo,
}: Pick<SettingsForm, "color" | "colorDark" | "logo">) => ({
  ...(color ? { color } : {}),
  ...(color && colorDark ? { colorDark } : {}),
  ...(logo ? { logo: logo.id } : {}),
});
