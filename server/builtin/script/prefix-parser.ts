import { readBuffer } from "./buffer-parser";
import { scriptError, unsupported } from "./errors";
import { readExpression } from "./expression-parser";
import type { BufferPrefix, JoinKind, Name, Prefix, ReloadPrefix, Shape } from "./statements";
import type { TokenStream } from "./token-stream";
import { isTransform, readTransform, TRANSFORM_WORDS } from "./transform-parser";

/** What stands before LOAD or SELECT. */
export interface Prefixes {
  label?: Name;
  prefix: Prefix;
  reload?: ReloadPrefix;
  buffer?: BufferPrefix;
  shape?: Shape;
}

const LATER = new Set(["semantic"]);
const WORDS = new Set(
  "noconcatenate concatenate mapping join keep inner left right outer first sample add replace merge buffer".split(
    " ",
  ),
);

/** Words of the prefixes there are. */
export const PREFIX_WORDS: readonly string[] = [...WORDS, ...TRANSFORM_WORDS];

/** Whether a word starts a prefix. */
export function isPrefix(word: string): boolean {
  const lower = word.toLowerCase();
  return WORDS.has(lower) || isTransform(lower) || LATER.has(lower);
}

const FEEDER =
  /^\s*(?:load|sql|select|first|sample|crosstable|intervalmatch|hierarchy|hierarchybelongsto)\b/i;

/** Whether a statement of this text can feed the LOAD above it, as far as its first word tells. */
export function mayFeed(text: string): boolean {
  return FEEDER.test(text);
}

/**
 * Reads label and prefixes up to LOAD or SELECT, in any order.
 * @throws `script.syntax` for prefixes that cannot stand together, `script.unsupported` by name
 */
export function readPrefixes(stream: TokenStream): Prefixes {
  const found: Prefixes = { prefix: { kind: "none" } };
  while (readLabel(stream, found) || readOne(stream, found));
  const { at, type, value } = stream.current;
  if (type === "word" && LATER.has(value.toLowerCase()))
    throw unsupported(`The prefix ${value.toUpperCase()}`, at);
  return found;
}

function readLabel(stream: TokenStream, found: Prefixes): boolean {
  if (found.label || !stream.isSymbol(":", 1)) return false;
  found.label = stream.expectName("a table name");
  stream.expectSymbol(":");
  return true;
}

function readOne(stream: TokenStream, found: Prefixes): boolean {
  const { at } = stream.current;
  const clash = (already: unknown) => {
    if (already)
      throw scriptError("script.syntax", "These prefixes cannot stand together.", {
        at,
        advice: "Load into a table of its own first, then use the other prefix with RESIDENT.",
      });
  };
  const buffer = readBuffer(stream);
  const shape = buffer ? undefined : readShape(stream);
  if (buffer) {
    clash(found.buffer);
    found.buffer = buffer;
  } else if (shape) {
    for (const key of Object.keys(shape) as (keyof Shape)[]) clash(found.shape?.[key]);
    found.shape = { ...found.shape, ...shape };
  } else {
    const reload = readReload(stream);
    if (reload) {
      clash(found.reload);
      found.reload = reload;
    } else {
      const next = readPlacement(stream);
      if (!next) return false;
      const { prefix } = found;
      clash(prefix.kind !== "none" && prefix.kind !== "noconcatenate" && next.kind !== "noconcatenate");
      if (next.kind !== "noconcatenate" || prefix.kind === "none") found.prefix = next;
    }
  }
  clash(!fits(found));
  return true;
}

/** GENERIC makes several tables, and REPLACE and MERGE know where their rows go. */
function fits({ prefix, reload, shape }: Prefixes): boolean {
  const { kind } = prefix;
  if (shape?.transform?.kind === "generic")
    return (kind === "none" || kind === "noconcatenate") && !(reload && reload.kind !== "add");
  if (reload?.kind === "merge") return kind === "none" || kind === "concatenate";
  if (reload?.kind === "replace") return kind !== "join" && kind !== "keep";
  return true;
}

function readShape(stream: TokenStream): Shape | undefined {
  if (stream.takeWords("first")) return { first: readExpression(stream) };
  if (stream.takeWords("sample")) return { sample: readExpression(stream) };
  const transform = readTransform(stream);
  return transform && { transform };
}

function readReload(stream: TokenStream): ReloadPrefix | undefined {
  const { at } = stream.current;
  const kind = stream.takeOneOf("add", "replace", "merge");
  if (!kind) return undefined;
  const only = stream.takeWords("only");
  if (kind !== "merge") return { kind: kind === "add" ? "add" : "replace", only, at };
  const sequence = readSequence(stream);
  stream.expectWords("on");
  return { kind, only, keys: stream.names("a key field"), ...(sequence ? { sequence } : {}), at };
}

function readSequence(stream: TokenStream): { field: Name; variable?: Name } | undefined {
  if (!stream.takeSymbol("(")) return undefined;
  const field = stream.expectName("the field that tells the order");
  const variable = stream.takeSymbol(",") ? stream.expectName("a variable name") : undefined;
  stream.expectSymbol(")");
  return { field, ...(variable ? { variable } : {}) };
}

function readPlacement(stream: TokenStream): Prefix | undefined {
  if (stream.takeWords("noconcatenate")) return { kind: "noconcatenate" };
  if (stream.takeWords("mapping")) return { kind: "mapping" };
  if (stream.takeWords("concatenate")) return { kind: "concatenate", ...readTarget(stream) };
  const how = ["inner", "left", "right", "outer"].find((word) => stream.isWord(word)) as JoinKind | undefined;
  const word = how ? 1 : 0;
  if (stream.isWord("join", word)) {
    if (how) stream.next();
    stream.next();
    return { kind: "join", how: how ?? "outer", ...readTarget(stream) };
  }
  if (!stream.isWord("keep", word) || !how || how === "outer") {
    if (stream.isWord("keep", word)) throw stream.unexpected("INNER, LEFT or RIGHT before KEEP");
    return undefined;
  }
  stream.next();
  stream.next();
  return { kind: "keep", how, ...readTarget(stream) };
}

function readTarget(stream: TokenStream): { table?: Name } {
  if (!stream.takeSymbol("(")) return {};
  const table = stream.expectName("a table name");
  stream.expectSymbol(")");
  return { table };
}
