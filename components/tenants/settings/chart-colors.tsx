"use client";

import { useTranslations } from "next-intl";
import { brandVariables } from "@/server/shared/brand/brand-model";

/** What a brand's colours make of charts, on light and on dark pages. */
export function ChartColors({ color, colorDark }: { color: string; colorDark?: string | undefined }) {
  const t = useTranslations("tenants.settings");
  const variables = brandVariables({ color, ...(colorDark ? { colorDark } : {}) });
  const count = Number(variables["--chart-count"] ?? 0);
  return (
    <div>
      <p className="text-13 font-medium">{t("charts")}</p>
      {(["light", "dark"] as const).map((scheme) => (
        <ul
          key={scheme}
          aria-label={t("charts")}
          className="mt-1.5 flex gap-1 rounded-2 border border-line bg-surface p-2"
          style={{ colorScheme: scheme, background: "light-dark(#ffffff, #171417)" }}
        >
          {Array.from({ length: count }, (_, i) => (
            <li key={i.toString()} className="flex-1">
              <span
                role="img"
                aria-label={t("chart", { n: i + 1 })}
                className="block h-5 rounded-1"
                style={{ background: variables[`--chart-${i + 1}`] }}
              />
            </li>
          ))}
        </ul>
      ))}
      <p className="mt-1 text-12 text-ink-3">{t("chartsHint", { count })}</p>
    </div>
  );
}
