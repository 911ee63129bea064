"use client";

import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { cn } from "../../ui/cn";

/** Markdown as elements; nothing of it becomes markup of its own. */
export function TextBlocks({ markdown }: { markdown: string }) {
  return blocks(lexer(markdown));
}

function blocks(tokens: Token[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text never move among each other
  return tokens.map((token, i) => <Fragment key={i}>{block(token)}</Fragment>);
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case "heading":
      return <h3 className="mt-3 mb-1 text-16 font-strong text-ink first:mt-0">{inline(token.tokens)}</h3>;
    case "paragraph":
      return <p className="mb-2">{inline(token.tokens)}</p>;
    case "list":
      return list(token as Tokens.List);
    case "blockquote":
      return (
        <blockquote className="mb-2 border-l-2 border-line-strong pl-3">
          {blocks(token.tokens ?? [])}
        </blockquote>
      );
    case "code":
      return <pre className="mb-2 overflow-auto rounded-1 bg-sunken p-2 text-12">{token.text}</pre>;
    case "hr":
      return <hr className="my-3 border-line" />;
    case "table":
      return table(token as Tokens.Table);
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "text":
      return token.tokens ? inline(token.tokens) : unescaped(token.text);
    case "space":
    case "html":
      return null;
    default:
      return "tokens" in token && token.tokens ? blocks(token.tokens) : null;
  }
}

function list(token: Tokens.List): ReactNode {
  const items = token.items.map((item, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <li key={i}>{blocks(item.tokens)}</li>
  ));
  return token.ordered ? (
    <ol className="mb-2 list-decimal pl-5">{items}</ol>
  ) : (
    <ul className="mb-2 list-disc pl-5">{items}</ul>
  );
}

const ALIGN = { left: "text-left", center: "text-center", right: "text-right tabular-nums" };

/** As wide as its words; a wider one than its place is scrolled with the text. */
function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <table className="mb-2 border-collapse">
      <thead>
        <tr className="border-b border-line-strong">{header.map(cell)}</tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <tr key={i} className="border-b border-line">
            {row.map(cell)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cell({ header, align, tokens }: Tokens.TableCell, at: number): ReactNode {
  const side = ALIGN[align ?? "left"];
  return header ? (
    <th key={at} scope="col" className={cn("py-1 pr-4 font-strong text-ink last:pr-0", side)}>
      {inline(tokens)}
    </th>
  ) : (
    <td key={at} className={cn("py-1 pr-4 align-top last:pr-0", side)}>
      {inline(tokens)}
    </td>
  );
}

function inline(tokens: Token[] | undefined): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  return tokens?.map((token, i) => <Fragment key={i}>{span(token)}</Fragment>);
}

function span(token: Token): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong className="font-strong text-ink">{inline(token.tokens)}</strong>;
    case "em":
      return <em>{inline(token.tokens)}</em>;
    case "del":
      return <del>{inline(token.tokens)}</del>;
    case "codespan":
      return <code>{unescaped(token.text)}</code>;
    case "br":
      return <br />;
    case "link":
      return link(token as Tokens.Link);
    case "html":
    case "image":
      return null;
    default:
      return "tokens" in token && token.tokens
        ? inline(token.tokens)
        : unescaped("text" in token ? token.text : "");
  }
}

function link(token: Tokens.Link): ReactNode {
  if (!/^(https?:|mailto:)/i.test(token.href)) return inline(token.tokens);
  return (
    <a href={token.href} target="_blank" rel="noopener noreferrer" className="text-(--brand-text) underline">
      {inline(token.tokens)}
    </a>
  );
}

const ENTITIES: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** The lexer escapes for HTML; React does so itself. */
const unescaped = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (e) => ENTITIES[e] ?? e);
