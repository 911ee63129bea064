import type { Span } from "./ast";
import { scriptError } from "./errors";
import type { Name, Transform } from "./statements";
import type { TokenStream } from "./token-stream";

const READERS: Record<string, (stream: TokenStream, at: Span) => Transform> = {
  crosstable: readCrosstable,
  generic: (_, at) => ({ kind: "generic", at }),
  intervalmatch: readIntervalMatch,
  hierarchy: readHierarchy,
  hierarchybelongsto: readBelongsTo,
};

export const TRANSFORM_WORDS: readonly string[] = Object.keys(READERS);

/** Whether a word, in lower case, is a prefix that makes other rows of those loaded. */
export function isTransform(word: string): boolean {
  return Object.hasOwn(READERS, word);
}

/** Reads such a prefix with its arguments, if one stands here. */
export function readTransform(stream: TokenStream): Transform | undefined {
  const { at } = stream.current;
  const word = stream.takeOneOf(...Object.keys(READERS));
  return word === undefined ? undefined : READERS[word]?.(stream, at);
}

/** `CROSSTABLE (attribute, data [, n])` */
function readCrosstable(stream: TokenStream, at: Span): Transform {
  const [attribute, data, keep, extra] = readArguments(stream);
  if (!attribute || !data || extra)
    throw wrongArguments("CROSSTABLE takes the names of two fields and how many fields stay in front.", at);
  const count = keep ? Number(keep.value) : 1;
  if (!Number.isInteger(count) || count < 0)
    throw scriptError("script.syntax", "How many fields stay in front of a CROSSTABLE is a whole number.", {
      at: keep?.at ?? at,
    });
  return { kind: "crosstable", attribute, data, keep: count, at };
}

/** `INTERVALMATCH (field [, key …])` */
function readIntervalMatch(stream: TokenStream, at: Span): Transform {
  const [field, ...rest] = readArguments(stream);
  const keys = rest.filter((key) => key !== undefined);
  if (!field || keys.length < rest.length)
    throw wrongArguments("INTERVALMATCH takes the field to match, and key fields.", at);
  return { kind: "intervalmatch", field, keys, at };
}

/** `HIERARCHY (id, parent, name [, parentName, pathSource, pathName, delimiter, depth])` */
function readHierarchy(stream: TokenStream, at: Span): Transform {
  const [id, parent, name, parentName, pathSource, pathName, delimiter, depth, ...extra] =
    readArguments(stream);
  if (!id || !parent || !name || extra.length > 0)
    throw wrongArguments("HIERARCHY takes the fields of id, parent and name, and up to five more.", at);
  return {
    kind: "hierarchy",
    id,
    parent,
    name,
    ...(parentName ? { parentName } : {}),
    ...(pathSource ? { pathSource } : {}),
    ...(pathName ? { pathName } : {}),
    delimiter: delimiter?.value ?? "/",
    ...(depth ? { depth } : {}),
    at,
  };
}

/** `HIERARCHYBELONGSTO (id, parent, name, ancestorId, ancestorName [, depthDiff])` */
function readBelongsTo(stream: TokenStream, at: Span): Transform {
  const [id, parent, name, ancestorId, ancestorName, depthDiff, ...extra] = readArguments(stream);
  if (!id || !parent || !name || !ancestorId || !ancestorName || extra.length > 0)
    throw wrongArguments(
      "HIERARCHYBELONGSTO takes the fields of id, parent and name, and names for the ancestor's id and name.",
      at,
    );
  return {
    kind: "hierarchybelongsto",
    id,
    parent,
    name,
    ancestorId,
    ancestorName,
    ...(depthDiff ? { depthDiff } : {}),
    at,
  };
}

/** Arguments in parentheses: names, texts or numbers; one left out is undefined. */
function readArguments(stream: TokenStream): (Name | undefined)[] {
  stream.expectSymbol("(");
  const list: (Name | undefined)[] = [];
  do list.push(readArgument(stream));
  while (stream.takeSymbol(","));
  stream.expectSymbol(")");
  return list;
}

function readArgument(stream: TokenStream): Name | undefined {
  if (stream.isSymbol(",") || stream.isSymbol(")")) return undefined;
  const { type, value } = stream.current;
  if (type === "symbol" || type === "end") throw stream.unexpected("a field name");
  const { at } = stream.next();
  return { value, at };
}

function wrongArguments(message: string, at: Span) {
  return scriptError("script.syntax", message, { at });
}
