import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { portalLook } from "@/server/shared/brand/portal-look";
import { BrandStyle } from "./brand-style";

const html = (look: Record<string, string>) => renderToStaticMarkup(createElement(BrandStyle, { look }));

test("a look is rules in the first HTML, as browsers read them, for the page and for parts with a theme of their own", () => {
  const made = html(portalLook({ color: "#0a5c36", font: "inter" }));
  expect(made).toMatch(/^<style>:root:root,\[data-theme\]\{--accent:light-dark\(#0a5c36, #[0-9a-f]{6}\);/);
  expect(made).toContain('--font-sans:"Inter Variable", Inter, ');
  expect(made.match(/[{}]/g)).toHaveLength(2);
});

test("without a look there is no style", () => {
  expect(html({})).toBe("");
});
