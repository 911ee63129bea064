/** Typefaces a tenant may choose from; `system` is that of the reader's device. Browser-safe. */
export const BRAND_FONTS = ["hanken-grotesk", "inter", "source-serif-4", "system"] as const;
export type BrandFont = (typeof BRAND_FONTS)[number];

const REST = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** As CSS has them. The default is the portal's own and needs no word. */
export const FONT_FAMILIES: Record<Exclude<BrandFont, "hanken-grotesk">, string> = {
  inter: `"Inter Variable", Inter, ${REST}`,
  "source-serif-4": '"Source Serif 4 Variable", "Source Serif 4", Georgia, "Times New Roman", serif',
  system: REST,
};
