import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { CellValue } from "@/server/platform/model";
import { cubeAnswer, testContext, testObject } from "../../charts/testing/input";
import { text } from "./text";

/** The text as drawn, with these figures in its places. */
function drawn(markdown: string, figures: CellValue[] = []): string {
  const props = {
    object: testObject({ kind: "text", text: markdown }),
    context: testContext(),
    answers: { values: cubeAnswer([figures]) },
    stale: false,
    width: 300,
    height: 200,
    theme: "light" as const,
    actions: { select() {}, clear() {}, drill() {}, announce() {} },
  };
  return renderToStaticMarkup(createElement(text.View, props)).replace(/ class="[^"]*"/g, "");
}

test("a table shows, with measures in its cells and its columns' sides", () => {
  const html = drawn(
    "| Figure | Now |\n| :-- | --: |\n| **Sales** | {sales} |\n| Margin | {margin} |",
    [1957, 0.235],
  );
  expect(html).toContain('<th scope="col">Figure</th><th scope="col">Now</th>');
  expect(html).toContain("<td><strong>Sales</strong></td><td>€1,957</td>");
  expect(html).toContain("<td>Margin</td><td>23.5%</td>");
});

test("a value becomes neither markup nor another cell or line", () => {
  const html = drawn("| A | B |\n| - | - |\n| {=Concat(Name)} | x |", ["a|b\n\n# **c** <i>"]);
  expect(html).toContain("<td>a|b # **c** &lt;i&gt;</td><td>x</td>");
});

test("lists to tick off show what is done; a missing figure is a dash", () => {
  expect(drawn("- [x] done\n- [ ] open {sales}", [null])).toMatch(/☑ done.*☐ open –/);
});
