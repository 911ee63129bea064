"use client";

import { marked, type Token, type Tokens } from "marked";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { Card } from "../ui/small";

/** Only http addresses become links: a changelog is somebody's text. */
const isSafe = (href: string) => /^https?:\/\//i.test(href);

function inline(tokens: Token[] = []): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, never reordered
  return tokens.map((token, i) => <Fragment key={i}>{one(token)}</Fragment>);
}

function one(token: Token): ReactNode {
  const within = "tokens" in token ? (token.tokens as Token[] | undefined) : undefined;
  if (token.type === "strong") return <b>{inline(within)}</b>;
  if (token.type === "em") return <em>{inline(within)}</em>;
  if (token.type === "codespan") return <code>{(token as Tokens.Codespan).text}</code>;
  if (token.type === "link" && isSafe((token as Tokens.Link).href))
    return (
      <a href={(token as Tokens.Link).href} rel="noreferrer" className="text-accent-ink underline">
        {inline(within)}
      </a>
    );
  if (token.type === "br") return <br />;
  return within ? inline(within) : "text" in token ? String(token.text) : token.raw;
}

function Block({ token }: { token: Token }): ReactNode {
  if (token.type === "heading")
    return <h3 className="mt-2 font-strong">{inline((token as Tokens.Heading).tokens)}</h3>;
  if (token.type === "list") {
    const { ordered, items } = token as Tokens.List;
    const List = ordered ? "ol" : "ul";
    return (
      <List className={ordered ? "list-decimal pl-5" : "list-disc pl-5"}>
        {items.map((item) => (
          <li key={item.raw}>
            {item.tokens.map((part) => (
              <Fragment key={part.raw}>{one(part)}</Fragment>
            ))}
          </li>
        ))}
      </List>
    );
  }
  if (token.type === "paragraph") return <p>{inline((token as Tokens.Paragraph).tokens)}</p>;
  if (token.type === "code")
    return <pre className="overflow-x-auto bg-sunken p-2">{(token as Tokens.Code).text}</pre>;
  return token.type === "space" ? null : <p>{"text" in token ? String(token.text) : token.raw}</p>;
}

/** What its author wrote about a version. HTML in it is shown as text. */
export function Changelog({ text }: { text: string }) {
  const t = useTranslations("authoring");
  return (
    <Card id="changelog" title={t("changelog")} className="mb-5">
      <div className="grid max-w-[42rem] gap-2 px-4 py-3.5 text-13">
        {marked.lexer(text).map((token) => (
          <Block key={token.raw} token={token} />
        ))}
      </div>
    </Card>
  );
}
