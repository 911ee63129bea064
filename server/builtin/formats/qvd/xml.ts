import { damaged } from "../format-error";

/** An element of a QVD's header. Attributes are passed over: there are none. */
export interface XmlElement {
  name: string;
  /** Text directly inside, joined; entities resolved. */
  text: string;
  children: XmlElement[];
}

const MAX_DEPTH = 12;
const MAX_ELEMENTS = 1_000_000;
const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Reads the XML of a QVD's header: elements and text. A document type, and with it entities of one's own, is refused.
 * @throws FormatError with the offset in UTF-16 units of the text
 */
export function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: "", text: "", children: [] };
  const open: XmlElement[] = [root];
  let elements = 0;
  let at = 0;
  while (at < xml.length) {
    const top = open[open.length - 1] ?? root;
    const tag = xml.indexOf("<", at);
    const text = xml.slice(at, tag < 0 ? xml.length : tag);
    if (open.length > 1) top.text += resolved(text, at);
    else if (text.replace(/^\uFEFF/, "").trim() !== "")
      throw damaged("has text outside of its header's XML", at);
    if (tag < 0) break;
    const special = skipSpecial(xml, tag, top);
    if (special > 0) {
      at = special;
      continue;
    }
    const end = closing(xml, ">", tag);
    const inside = xml.slice(tag + 1, end);
    if (inside.startsWith("/")) close(open, inside.slice(1).trim(), tag);
    else {
      const element = { name: /^[^\s/>]*/.exec(inside)?.[0] ?? "", text: "", children: [] };
      if (element.name === "" || ++elements > MAX_ELEMENTS) throw damaged("has a header that is no XML", tag);
      top.children.push(element);
      if (!inside.endsWith("/") && open.push(element) > MAX_DEPTH)
        throw damaged("has a header whose elements lie too deep", tag);
    }
    at = end + 1;
  }
  const [first, second] = root.children;
  if (open.length > 1)
    throw damaged(`ends inside the element ${open[open.length - 1]?.name} of its header`, at);
  if (!first || second) throw damaged("has a header that is no XML", 0);
  return first;
}

/** Declarations, comments and CDATA; gives the offset behind, or 0 where a tag stands. */
function skipSpecial(xml: string, at: number, top: XmlElement): number {
  if (xml.startsWith("<?", at)) return closing(xml, "?>", at) + 2;
  if (xml.startsWith("<!--", at)) return closing(xml, "-->", at) + 3;
  if (xml.startsWith("<![CDATA[", at)) {
    const end = closing(xml, "]]>", at);
    top.text += xml.slice(at + 9, end);
    return end + 3;
  }
  if (xml.startsWith("<!", at)) throw damaged("has a document type in its header", at);
  return 0;
}

function closing(xml: string, mark: string, from: number): number {
  const end = xml.indexOf(mark, from);
  if (end < 0) throw damaged("ends in its header", from);
  return end;
}

function close(open: XmlElement[], name: string, at: number): void {
  const top = open.pop();
  if (open.length === 0 || top?.name !== name)
    throw damaged(`has a header in which ${name} is closed and not open`, at);
}

function resolved(text: string, at: number): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);?/gi, (whole, name: string, offset: number) => {
    const known = ENTITIES[name];
    const code = name.startsWith("#") ? Number(name.replace(/^#x/i, "0x").replace(/^#/, "")) : -1;
    if (whole.endsWith(";") && known !== undefined) return known;
    if (whole.endsWith(";") && code > 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    throw damaged(`has ${whole} in its header`, at + offset);
  });
}

/** Text as it stands in XML; characters XML cannot hold are left out. */
export function escapeXml(text: string): string {
  const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/[&<>\r]/g, (mark) => marks[mark] ?? mark)
  );
}
