import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import messages from "../providers/i18n/messages/en/help.json";
import { GUIDES, guidesFor, WORDS } from "./contents";
import { guideHtml } from "./guide-html";

const root = resolve(__dirname, "../..");

test("every guide there is in docs/ is on the help page, and says what it is about", () => {
  for (const { key, file } of GUIDES) {
    expect(existsSync(resolve(root, file)), file).toBe(true);
    expect(messages.guide[key]?.title, key).toBeTruthy();
  }
  const guides = readdirSync(resolve(root, "docs")).filter((f) => f.endsWith(".md") && f !== "licences.md");
  const shown: string[] = GUIDES.map((g) => g.file);
  expect(guides.map((f) => `docs/${f}`).filter((f) => !shown.includes(f))).toEqual([]);
});

test("every word is explained, and every explanation is shown", () => {
  expect(WORDS.map((w) => w.key).sort()).toEqual(Object.keys(messages.word).sort());
});

test("admins of customers read what is for them, others of a customer nothing, operators all", () => {
  const of = (operatorRole: string | null, ...roles: string[]) =>
    guidesFor({ operatorRole, memberships: roles.map((role) => ({ role })) }).map(({ key }) => key);
  expect(of(null, "admin")).toEqual(["customerAdmin", "embedding"]);
  expect(of(null, "author", "viewer")).toEqual([]);
  expect(of("support")).toHaveLength(GUIDES.length);
});

test("a guide is shown without HTML of its own, and leads only to guides its reader may open", () => {
  const guides = guidesFor({ operatorRole: null, memberships: [{ role: "admin" }] });
  const html = guideHtml(
    "[a](embedding.md#x) [b](operators.md) [c](javascript:alert(1)) ![d](images/d.png) <script>x</script>",
    guides,
  );
  expect(html).toContain('<a href="/help/embedding">a</a>');
  expect(html).not.toMatch(/<script|<img|javascript|operators/);
});

test("what is wider than the window can be moved by keys", () => {
  const html = guideHtml("| a | b |\n|---|---|\n| 1 | `x<y` |\n\n```ts\nconst a = 1 < 2;\n```\n", []);
  expect(html).toContain('<table tabindex="0">');
  expect(html).toContain("<code>x&lt;y</code>");
  expect(html).toContain('<pre tabindex="0"><code>const a = 1 &lt; 2;\n</code></pre>');
});
