import { expect, it } from "vitest";
import { proposedSlug } from "./schemas";

it.each([
  ["Müller & Söhne", "mueller-soehne"],
  ["Żółta Łódź", "zolta-lodz"],
  ["Großhandel Ærø", "grosshandel-aero"],
  ["Đorđe Þór", "dorde-thor"],
  ["花見文具", "tenant"],
  ["🦊 مثال", "tenant"],
])("the slug proposed for %s is %s", (name, slug) => {
  expect(proposedSlug(name)).toBe(slug);
});
