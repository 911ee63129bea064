import { Marked, Renderer, type Tokens } from "marked";
import type { Guide } from "./contents";

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/**
 * A guide of this product as HTML. Links to other guides stay in the portal where their reader may open them; pictures
 * are left out, for they lie beside the sources.
 */
export function guideHtml(markdown: string, guides: readonly Guide[]): string {
  const marked = new Marked({
    renderer: {
      // Wider than a telephone: whoever has no pointer moves them with the arrow keys.
      code: ({ text }: Tokens.Code) => `<pre tabindex="0"><code>${escaped(text)}\n</code></pre>\n`,
      table(token: Tokens.Table) {
        return Renderer.prototype.table.call(this, token).replace("<table>", '<table tabindex="0">');
      },
      image: () => "",
      // A guide shows no HTML of its own: what looks like it is an example.
      html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
      link({ href, tokens }: Tokens.Link) {
        const inside = this.parser.parseInline(tokens);
        const guide = guides.find(({ file }) => file === `docs/${href.replace(/#.*$/, "")}`);
        if (guide) return `<a href="/help/${guide.key}">${inside}</a>`;
        if (/^https:\/\//.test(href))
          return `<a href="${escaped(href)}" rel="noopener noreferrer">${inside}</a>`;
        return inside;
      },
    },
  });
  return marked.parse(markdown, { async: false });
}
