import { expect, test } from "vitest";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { askedSheet } from "../asked-sheet";
import { fileKinds } from "../kinds";
import { textOfPdf } from "../testing/pdf-text";
import { fileSource, fileWish } from "../testing/source";
import { makePdf } from "./index";
import { pagesOf } from "./paper";

const wish = fileWish({ kind: "pdf", sheet: "details", selections: { Region: ["DACH"] } });

test("a sheet's PDF holds the figures of its tables as text that can be selected", async () => {
  const source = await fileSource();
  const file = await makePdf(wish, source);
  expect(file.name).toBe("Sales – Products – 2026-11-21.pdf");
  const text = textOfPdf(file.bytes);
  const asked = await askedSheet(wish, source);
  const list = asked.objects.find((o) => o.id === "product-list");
  const view = list && fileKinds.table?.table?.(list, asked.context, asked.answers["product-list"] ?? {});
  expect(view?.rows.length).toBeGreaterThan(5);
  for (const row of view?.rows ?? []) for (const cell of row.text) expect(text).toContain(cell);
  expect(text).toContain("Region: DACH");
  expect(text).toContain("Page 1 of 1");
  expect(text).not.toContain("\ufffd");
});

test("a PDF carries the tenant's name, and its logo where it has one", async () => {
  const { document, ...source } = await fileSource();
  const mine = { ...source, document: { ...document, tenant: { name: "Alder & <b>Söhne</b>" } } };
  const logo =
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const images = (bytes: Uint8Array) =>
    Buffer.from(bytes).toString("latin1").split("/Subtype /Image").length - 1;
  const plain = await makePdf(wish, mine);
  const branded = await makePdf(wish, { ...mine, logo });
  expect(textOfPdf(branded.bytes).replace(/\n/g, "")).toContain("Alder & <b>Söhne</b>");
  expect(images(branded.bytes)).toBeGreaterThan(images(plain.bytes));
});

test.each([
  [undefined, "Hanken-Grotesk"],
  ["inter", "Inter"],
  ["source-serif-4", "Source-Serif-4"],
  ["system", "Hanken-Grotesk"],
] as const)(
  "letters of German, Polish and Greek are embedded and selectable, in the tenant's typeface %s",
  async (font, name) => {
    const { document, ...source } = await fileSource();
    const title = "Größe – Zażółć gęślą jaźń – Ελλάδα ▲";
    const [sheet] = document.sheets;
    if (!sheet) throw new Error("The gallery has a sheet.");
    const words: SheetObject = { id: "w", kind: "text", at: [0, 0, 24, 4], title, text: title };
    const branding = { ...document.branding, font };
    const sheets = [{ ...sheet, title, objects: [words] }];
    const made = await makePdf(
      { ...wish, sheet: sheet.sheet, selections: {} },
      { ...source, document: { ...document, branding, sheets } },
    );
    const text = textOfPdf(made.bytes).replace(/\n/g, "");
    expect(text.split(title).length - 1).toBe(3);
    const file = Buffer.from(made.bytes).toString("latin1");
    expect(file).toMatch(/FontFile2/);
    expect(file).toMatch(new RegExp(`/BaseFont /[A-Z]+\\+${name}`));
  },
);

const at = (id: string, ...place: [number, number, number, number]): SheetObject => ({
  id,
  kind: "bar",
  at: place,
});

test("pages end between objects, in reading order, and nothing is left out", () => {
  const objects = [
    at("a", 0, 0, 24, 12),
    at("b", 0, 12, 12, 12),
    at("c", 12, 12, 12, 18),
    at("d", 0, 40, 24, 60),
  ];
  const pages = pagesOf(objects, "a4");
  expect(pages.map((page) => page.objects.map((o) => o.object.id))).toEqual([["a"], ["b", "c"], ["d"]]);
  for (const page of pages) {
    expect(page.width * page.scale).toBeLessThanOrEqual(841.89 - 64 + 0.01);
    expect(page.height * page.scale).toBeLessThanOrEqual(595.28 - 64 - 68 + 0.01);
    for (const { box } of page.objects) expect(box.y).toBeGreaterThanOrEqual(0);
  }
});

test("a sheet a little too high is made smaller instead of cut", () => {
  expect(pagesOf([at("a", 0, 0, 24, 12), at("b", 0, 12, 24, 12)], "a4")).toHaveLength(1);
});
