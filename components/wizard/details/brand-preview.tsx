"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { contrast, inkOn, readableOn } from "./contrast";

const GROUNDS = { light: "#ffffff", dark: "#171417" } as const;

/** The customer's colour on a light and a dark page, moved in lightness where it could not be read. */
export function BrandPreview({
  color,
  colorDark = color,
  logo,
  name,
}: {
  color: string;
  colorDark?: string | undefined;
  logo: string | null;
  name: string;
}) {
  const t = useTranslations("drafts.details");
  return (
    <fieldset className="grid min-w-0 grid-cols-2 gap-2" aria-label={t("preview")}>
      {(["light", "dark"] as const).map((theme) => (
        <Page
          key={theme}
          theme={theme}
          color={theme === "dark" ? colorDark : color}
          logo={logo}
          name={name}
        />
      ))}
    </fieldset>
  );
}

function Page({
  theme,
  color,
  logo,
  name,
}: {
  theme: keyof typeof GROUNDS;
  color: string;
  logo: string | null;
  name: string;
}) {
  const t = useTranslations("drafts.details");
  const format = useFormat();
  const ground = GROUNDS[theme];
  const text = readableOn(color, ground);
  const moved = text.toLowerCase() !== color.toLowerCase();
  const ratio = Math.round(contrast(text, ground) * 10) / 10;
  return (
    <div className="rounded-3 border border-line-strong p-3 text-12" style={{ background: ground }}>
      <p
        className="flex items-center gap-2 font-strong"
        style={{ color: theme === "light" ? "#1c141c" : "#f7f0f7" }}
      >
        {logo ? (
          // biome-ignore lint/performance/noImgElement: a picture of the person's own, not one to be optimized
          <img src={logo} alt="" className="h-5 max-w-16 object-contain" />
        ) : null}
        <span className="truncate">{name || t("previewName")}</span>
      </p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <span
          className="rounded-2 px-2 py-0.5 font-medium"
          style={{ background: color, color: inkOn(color) }}
        >
          {t("previewButton")}
        </span>
        <span className="font-medium underline" style={{ color: text }}>
          {t("previewLink")}
        </span>
      </p>
      <p className="mt-2" style={{ color: theme === "light" ? "#544b54" : "#bab3ba" }}>
        {moved
          ? t("contrastMoved", { ratio: format.count(ratio), theme: t(theme) })
          : t("contrast", { ratio: format.count(ratio), theme: t(theme) })}
      </p>
    </div>
  );
}
