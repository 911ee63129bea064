import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parse,
  parseDocument,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Sheet } from "@/server/templates/sheet-schema";

const WIDTH = 100;
const STYLE = { lineWidth: 0, flowCollectionPadding: true, minContentWidth: 0 } as const;

/**
 * A sheet as YAML. Comments and the order of keys of `base`, the text it came from, are kept; an unchanged sheet
 * gives `base` itself.
 */
export function sheetText(sheet: Sheet, base: string | null): string {
  if (base === null) return freshText(sheet);
  const document = parseDocument(base);
  if (document.errors.length > 0) return freshText(sheet);
  if (same(document.toJS(), sheet)) return base;
  try {
    document.contents = merged(document, document.contents, sheet) as typeof document.contents;
    const text = document.toString(STYLE);
    return same(parse(text), sheet) ? text : freshText(sheet);
  } catch {
    // An anchor whose place is gone: the sheet counts, not its layout.
    return freshText(sheet);
  }
}

/** Any value as a piece of YAML, short lists and maps on one line. */
export function pieceText(value: unknown): string {
  const document = parseDocument("");
  document.contents = fresh(document, value) as typeof document.contents;
  return document.toString(STYLE);
}

/** The lines of one object in a sheet's text: with its comments where the sheet has any. */
export function objectText(sheet: Sheet, base: string | null, id: string): string {
  const document = parseDocument(sheetText(sheet, base));
  const objects = document.get("objects");
  const node = isSeq(objects)
    ? objects.items.find((item) => isMap(item) && item.get("id") === id)
    : undefined;
  if (!isMap(node)) return pieceText(sheet.objects.find((o) => o.id === id));
  node.flow = false;
  node.spaceBefore = false;
  const own = parseDocument("");
  own.contents = node as typeof own.contents;
  try {
    return own.toString(STYLE);
  } catch {
    return pieceText(sheet.objects.find((o) => o.id === id));
  }
}

/** What a person typed: the value, or the first mistake with its line and column (from 1). */
export function readPiece(
  text: string,
): { value: unknown } | { message: string; line: number; column: number } {
  const document = parseDocument(text, { prettyErrors: true });
  const error = document.errors[0];
  if (!error) return { value: document.toJS() as unknown };
  const place = error.linePos?.[0] ?? { line: 1, col: 1 };
  const message = error.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? error.message;
  return { message, line: place.line, column: place.col };
}

const freshText = (sheet: Sheet): string => pieceText(sheet);

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = definedKeys(a);
  return (
    keys.length === definedKeys(b).length &&
    keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

const definedKeys = (value: object) =>
  Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);

/** The node changed so that it says `value`, or a new one where it cannot. */
function merged(document: Document, node: unknown, value: unknown): Node {
  if (isAlias(node) && same(node.toJS(document), value)) return node;
  if (isMap(node) && isPlain(value)) return mergedMap(document, node, value);
  if (isSeq(node) && Array.isArray(value)) return mergedList(document, node, value);
  if (isScalar(node) && !isObject(value)) {
    if (node.value !== value) {
      node.value = value;
      node.source = undefined;
      if (typeof value !== "string") node.type = undefined;
      node.format = undefined;
    }
    return node;
  }
  const made = fresh(document, value);
  if (isNode(node)) {
    made.comment = node.comment ?? null;
    made.commentBefore = node.commentBefore ?? null;
  }
  return made;
}

function mergedMap(document: Document, map: YAMLMap, value: Record<string, unknown>): YAMLMap {
  map.items = map.items.filter((pair) => value[String(pair.key)] !== undefined);
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const pair = map.items.find((p) => isPair(p) && String(p.key) === key);
    if (pair) pair.value = merged(document, pair.value, item);
    else map.items.push(document.createPair(key, fresh(document, item)));
  }
  return map;
}

/** Items keep their nodes: by their id where they have one, else the equal one, else the one at their place. */
function mergedList(document: Document, list: YAMLSeq, values: unknown[]): YAMLSeq {
  const free = list.items.map((node) => ({ node, value: plainOf(document, node) }));
  const take = (at: number) => (at < 0 ? undefined : free.splice(at, 1)[0]?.node);
  const found = values.map((value) => {
    const id = idOf(value);
    return take(
      id === undefined
        ? free.findIndex((item) => same(item.value, value))
        : free.findIndex((item) => idOf(item.value) === id),
    );
  });
  list.items = values.map((value, i) => {
    const node = found[i] ?? (idOf(value) === undefined ? take(free.length > 0 ? 0 : -1) : undefined);
    return node === undefined ? fresh(document, value) : merged(document, node, value);
  });
  return list;
}

const plainOf = (document: Document, node: unknown): unknown => (isNode(node) ? node.toJS(document) : node);
const isObject = (value: unknown) => typeof value === "object" && value !== null;
const isPlain = (value: unknown): value is Record<string, unknown> =>
  isObject(value) && !Array.isArray(value);

function idOf(value: unknown): string | undefined {
  return isPlain(value) && typeof value.id === "string" ? value.id : undefined;
}

/** A new node; lists of words and short maps stand on one line, as people write them. */
function fresh(document: Document, value: unknown): Node {
  const node = document.createNode(value === undefined ? null : value) as Node;
  visit(node, {
    Collection(key, collection) {
      const isTop = key === null;
      const isShort =
        stringify(collection.toJS(document), { collectionStyle: "flow", lineWidth: 0 }).length < WIDTH;
      const isMapOnTop = isTop && isMap(collection);
      if (isShort && !isMapOnTop && !("id" in (collection.toJS(document) as object))) collection.flow = true;
    },
  });
  return node;
}
