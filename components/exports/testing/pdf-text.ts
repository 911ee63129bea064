import { inflateSync } from "node:zlib";

interface Stream {
  head: string;
  body: string;
}

/** Every stream of a PDF, unpacked, with the dictionary before it. */
function streamsOf(bytes: Buffer): Stream[] {
  const text = bytes.toString("latin1");
  return [...text.matchAll(/obj\s*(<<(?:(?!endobj)[\s\S])*?>>)\s*stream\r?\n/g)].map((found) => {
    const start = found.index + found[0].length;
    const head = found[1] ?? "";
    const raw = bytes.subarray(start, text.indexOf("endstream", start));
    return {
      head,
      body: /FlateDecode/.test(head) ? inflateSync(raw).toString("latin1") : raw.toString("latin1"),
    };
  });
}

const unicode = (hex: string) =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join("");

/** Glyph codes of one typeface to letters, as its `ToUnicode` map says. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, part = ""] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = "", to = ""] of part.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f ]+)>/gi))
      letters.set(code.toLowerCase(), unicode(to.replace(/ /g, "")));
  for (const [, part = ""] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = "", , list = ""] of part.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi))
      [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, to = ""], i) => {
        const code = (Number.parseInt(from, 16) + i).toString(16).padStart(4, "0");
        letters.set(code, unicode(to.replace(/ /g, "")));
      });
  return letters;
}

/**
 * The words that a PDF of ours lets be selected and copied, run after run: its pages' texts through the maps of its
 * typefaces. For documents with embedded typefaces only.
 */
export function textOfPdf(bytes: Uint8Array): string {
  const file = Buffer.from(bytes);
  const plain = file.toString("latin1");
  const bodies = new Map(
    [...plain.matchAll(/(\d+) 0 obj\s*([\s\S]*?)endobj/g)].map(([, id = "", body = ""]) => [id, body]),
  );
  const maps = new Map<string, Map<string, string>>();
  for (const [, name = "", font = ""] of plain.matchAll(/\/(F\d+)\s+(\d+) 0 R/g)) {
    const map = bodies.get(font)?.match(/\/ToUnicode (\d+) 0 R/)?.[1];
    const at = map === undefined ? -1 : plain.search(new RegExp(`(?<!\\d)${map} 0 obj`));
    const [stream] = at < 0 ? [] : streamsOf(file.subarray(at, plain.indexOf("endobj", at) + 6));
    if (stream) maps.set(name, lettersOf(stream.body));
  }
  return streamsOf(file)
    .filter(({ body }) => /\bBT\b/.test(body))
    .map(({ body }) => wordsOf(body, maps))
    .join("\n");
}

function wordsOf(content: string, maps: Map<string, Map<string, string>>): string {
  let font = new Map<string, string>();
  let words = "";
  for (const [, name, run] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = maps.get(name) ?? new Map();
    else {
      const codes = [...(run ?? "").matchAll(/<([0-9a-f]+)>/gi)].flatMap(
        ([, hex = ""]) => hex.match(/.{4}/g) ?? [],
      );
      words += `${codes.map((code) => font.get(code.toLowerCase()) ?? "\ufffd").join("")}\n`;
    }
  }
  return words;
}
