import { sha256 } from "@/server/shared/crypto";
import { canonicalJson } from "@/server/shared/json";

/**
 * What an app is made of, piece by piece, each with a checksum. What a template's version holds and what a platform says
 * it has are hashed by the same rules, so that both can be compared.
 */
export interface ContentPart {
  /** `text`: everything the sheets say in one language. */
  kind: "file" | "script" | "sheet" | "text";
  /** Path below `files/`, id of the sheet, code of the language; empty for the script. */
  name: string;
  bytes: number;
  /** Hex. null: it is registered, and its bytes are gone. */
  sha256: string | null;
}

const LANGUAGE = /^[a-z]{2}(-[A-Z]{2})?$/;

function partOf(kind: ContentPart["kind"], name: string, text: string): ContentPart {
  return { kind, name, bytes: Buffer.byteLength(text), sha256: sha256(text) };
}

/** Texts in languages, by the place they stand at: objects whose keys are all codes of languages. */
function textsIn(value: unknown, place: string, found: Map<string, [string, string][]>): void {
  if (typeof value !== "object" || value === null) return;
  const entries = Object.entries(value);
  const isText =
    !Array.isArray(value) &&
    entries.length > 0 &&
    entries.every(([key, text]) => LANGUAGE.test(key) && typeof text === "string");
  for (const [key, inner] of entries) {
    if (!isText) textsIn(inner, `${place}/${key}`, found);
    else found.set(key, [...(found.get(key) ?? []), [place, String(inner)]]);
  }
}

/** Script, sheets and texts of an app, hashed. Files are hashed where they lie. */
export function contentParts(app: { script: string; sheets: readonly object[] }): ContentPart[] {
  const texts = new Map<string, [string, string][]>();
  const sheets = app.sheets.map((sheet, i) => {
    const name = "sheet" in sheet && typeof sheet.sheet === "string" ? sheet.sheet : `${i + 1}`;
    textsIn(sheet, name, texts);
    return partOf("sheet", name, canonicalJson(sheet));
  });
  const languages = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    partOf("script", "", app.script),
    ...sheets,
    ...languages.map(([language, all]) => partOf("text", language, canonicalJson(all))),
  ];
}
