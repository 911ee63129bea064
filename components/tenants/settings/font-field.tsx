"use client";

import { useTranslations } from "next-intl";
import { BRAND_FONTS, type BrandFont, FONT_FAMILIES } from "@/db/schema/fonts-model";
import { Field } from "../../ui/field";
import { Select } from "../../ui/select";

const familyOf = (font: BrandFont) => (font === "hanken-grotesk" ? undefined : FONT_FAMILIES[font]);

/** The typeface of dashboards, from a list that is read well; the words below are drawn in it. */
export function FontField({
  value,
  name,
  onChange,
}: {
  value: BrandFont;
  /** Of the tenant, for the preview. */
  name: string;
  onChange(font: BrandFont): void;
}) {
  const t = useTranslations("tenants.settings");
  return (
    <div className="grid gap-2">
      <Field label={t("font")} hint={t("fontHint")}>
        <Select
          value={value}
          onValueChange={onChange}
          options={BRAND_FONTS.map((font) => ({ value: font, label: t(`fonts.${font}`) }))}
        />
      </Field>
      <p
        data-font-preview={value}
        className="rounded-3 border border-line-strong bg-surface px-3 py-2.5"
        style={{ fontFamily: familyOf(value) }}
      >
        <span className="block text-16 font-strong">{name}</span>
        <span className="text-13 text-ink-2">{t("fontSample")}</span>
      </p>
    </div>
  );
}
