import { lexer, type Token, type Tokens } from "marked";
import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { Look } from "../../charts/draw/model";
import type { Box, SceneItem } from "../../charts/draw/scene";
import type { ObjectContext } from "../../charts/port";
import { filled } from "../../dashboards/kinds/text-figures";

const LINE = 20;

/** The words of a text object, heading by heading and line by line, as far as the box holds them. */
export function textItems(
  object: SheetObject,
  context: ObjectContext,
  answers: Record<string, Answer>,
  { palette, textWidth }: Look,
  box: Box,
): SceneItem[] {
  const items: SceneItem[] = [];
  let y = box.y + LINE / 2;
  for (const { text, strong } of linesOf(lexer(filled(object, context, answers.values)))) {
    for (const line of wrapped(text, box.width, (part) => textWidth(part, 14, strong))) {
      if (y > box.y + box.height) return items;
      const color = strong ? palette.text : palette.text2;
      items.push({
        id: `words ${y}`,
        layer: "over",
        kind: "text",
        x: box.x,
        y,
        text: line,
        color,
        size: 14,
        strong,
      });
      y += LINE;
    }
  }
  return items;
}

interface Line {
  text: string;
  strong: boolean;
}

function linesOf(tokens: readonly Token[], lead = ""): Line[] {
  return tokens.flatMap((token): Line[] => {
    if (token.type === "list")
      return (token.items as { tokens: Token[] }[]).flatMap((item) => linesOf(item.tokens, "• "));
    if (token.type === "space" || token.type === "html" || token.type === "hr") return [];
    if (token.type === "blockquote") return linesOf(token.tokens ?? []);
    if (token.type === "table") return rowsOf(token as Tokens.Table);
    const text = `${lead}${plainText(token)}`.trim();
    return text === "" ? [] : [{ text, strong: token.type === "heading" }];
  });
}

/** Lines of a table, its head first. */
function rowsOf({ header, rows }: Tokens.Table): Line[] {
  const line = (cells: Tokens.TableCell[], strong: boolean) => ({
    text: cells.map(({ tokens }) => tokens.map(plainText).join("")).join(" · "),
    strong,
  });
  return [line(header, true), ...rows.map((cells) => line(cells, false))];
}

function plainText(token: Token): string {
  if ("tokens" in token && token.tokens) return token.tokens.map(plainText).join("");
  if (token.type === "br") return " ";
  if (token.type === "html" || token.type === "image") return "";
  return ("text" in token ? String(token.text) : "").replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "",
  );
}

function wrapped(text: string, room: number, width: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && width(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" ? lines : [...lines, line];
}
