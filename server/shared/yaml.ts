import { type Document, isMap, isNode, isPair, isSeq, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { AppError, type ErrorOptions } from "./errors";
import { pathText } from "./parse";
import { flattenIssues, type PlainIssue } from "./zod-issues";

export interface YamlSource {
  /** Name shown to the person: `templates/sales/template.yaml`. */
  file: string;
  text: string;
}

export type FileIssue = NonNullable<ErrorOptions["issues"]>[number];

/** A checked document that still knows where each of its values stands. */
export interface YamlDocument<T> {
  value: T;
  /** An issue about the value at `path`, with file, line and column. */
  issue(path: PropertyKey[], message: string): FileIssue;
}

const MAX_BYTES = 2_000_000;

/**
 * Parses YAML 1.2 and checks it against a schema.
 * @param code code of the AppError thrown, for example `templates.manifest`; its issues name file, line, column, path
 */
export function parseYaml<S extends z.ZodType>(
  schema: S,
  source: YamlSource,
  code: string,
): YamlDocument<z.output<S>> {
  const lines = new LineCounter();
  if (source.text.length > MAX_BYTES)
    throw fileError(code, [{ path: "", file: source.file, message: `is larger than ${MAX_BYTES} bytes` }]);
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0)
    throw fileError(
      code,
      broken.map((e) => ({ path: "", file: source.file, ...at(lines, e.pos[0]), message: e.message })),
    );

  const issue = (path: PropertyKey[], message: string, key?: string): FileIssue => ({
    path: pathText(key === undefined ? path : [...path, key]),
    file: source.file,
    ...at(lines, offsetOf(document, path, key)),
    message,
  });
  const parsed = schema.safeParse(toPlain(document, source, code));
  if (!parsed.success)
    throw fileError(
      code,
      flattenIssues(parsed.error.issues).map((i: PlainIssue) => issue(i.path, i.message, i.key)),
    );
  return { value: parsed.data, issue };
}

/** One error about a file, listing every issue: `3 things are wrong in tenants.yaml: line 4, column 3: …`. */
export function fileError(code: string, issues: FileIssue[]): AppError {
  const first = issues[0];
  const where = first === undefined ? "" : describeIssue(first);
  const rest = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  return new AppError("invalid", code, `${where}${rest}`, { issues });
}

/** `tenants.yaml:4:3 tenants[0].slug: …`. */
export function describeIssue(issue: FileIssue): string {
  const place = [issue.file, issue.line, issue.column].filter((p) => p !== undefined && p !== "").join(":");
  return `${[place, issue.path].filter(Boolean).join(" ")}: ${issue.message}`;
}

function toPlain(document: Document, source: YamlSource, code: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : "cannot be read";
    throw fileError(code, [{ path: "", file: source.file, message }]);
  }
}

function at(lines: LineCounter, offset: number): { line?: number; column?: number } {
  const { line, col } = lines.linePos(offset);
  return line > 0 ? { line, column: col } : {};
}

/** Offset of the value at `path` (or of its key `key`); of the nearest parent that exists where it does not. */
function offsetOf(document: Document, path: PropertyKey[], key?: string): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const [keyNode, next] = childOf(node, part);
    if (next === undefined) return offset;
    offset = startOf(keyNode) ?? startOf(next) ?? offset;
    node = next;
  }
  if (key !== undefined) return startOf(childOf(node, key)[0]) ?? offset;
  return offset;
}

function childOf(node: unknown, part: PropertyKey): [key: unknown, value: unknown] {
  if (isMap(node)) {
    const pair = node.items.find((p) => isPair(p) && String(p.key) === String(part));
    return pair ? [pair.key, pair.value ?? pair.key] : [undefined, undefined];
  }
  if (isSeq(node)) return [undefined, node.items[Number(part)]];
  return [undefined, undefined];
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
