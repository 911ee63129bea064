import { eq } from "drizzle-orm";
import { type BrandFont, FONT_FAMILIES } from "@/db/schema/fonts-model";
import type { Database } from "@/db/store";
import type { Services } from "@/server/shared/context";

/** How a mail looks: whose name, colour and logo it carries. */
export interface MailLook {
  name: string;
  /** `#rrggbb` */
  color: string;
  /** `#rrggbb`, on dark pages. */
  colorDark: string;
  /** It has a picture at `cid:logo`. */
  logo: boolean;
  /** Families as CSS has them, without double quotes; left out: those of the reader's device. Mails load no fonts. */
  font?: string;
}

const familyOf = (font: BrandFont | undefined): string | undefined =>
  font && font !== "hanken-grotesk" ? FONT_FAMILIES[font].replaceAll('"', "'") : undefined;

const OWN: MailLook = { name: "Tenantry", color: "#86245f", colorDark: "#a8407e", logo: false };

/** The tenant's look where the mail is one of a tenant's, else Tenantry's. */
export async function lookOf(
  { store }: Pick<Services, "store">,
  db: Pick<Database, "select">,
  tenantId: string | null,
): Promise<MailLook> {
  if (!tenantId) return OWN;
  const { tenants: t } = store.tables;
  const [row] = await db.select({ name: t.name, branding: t.branding }).from(t).where(eq(t.id, tenantId));
  if (!row) return OWN;
  const { color = OWN.color, colorDark = color, logo } = row.branding;
  const font = familyOf(row.branding.font);
  return {
    name: row.name,
    color,
    colorDark: row.branding.color ? colorDark : OWN.colorDark,
    logo: !!logo,
    ...(font ? { font } : {}),
  };
}
