/** Comment, `[name]`, `"name or search"`, `'text'`, or a run of characters that no operator ends. */
const TOKEN =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|\[(?:[^\]]|\]\])*\]?|"(?:[^"]|"")*"?|'(?:[^']|'')*'?|[^\s()+\-*/,<>={}&|'"[\];:!^~?]+/gu;
const MOST_DEPTH = 20;

/** Whether a name is one of these fields; upper and lower case are the same. @param fields lower-cased */
export const isOne = (name: string, fields: ReadonlySet<string>): boolean =>
  fields.has(name.trim().toLowerCase());

/**
 * Whether a chart expression may read one of these fields: by word, in brackets or quotes, in a set, a search, `P()`,
 * a dollar expansion, a nested aggregation, or as a text that is handed to a function. In doubt it does: what a comment
 * says counts too.
 * @param fields lower-cased names
 */
export function mentions(expression: string, fields: ReadonlySet<string>, depth = 0): boolean {
  if (depth > MOST_DEPTH) return true;
  for (const [token] of expression.matchAll(TOKEN)) {
    if (isOne(token, fields)) return true;
    const inner = insideOf(token);
    if (inner === null) continue;
    if (isOne(inner, fields)) return true;
    if (/[=($<>/]/.test(inner) && mentions(inner, fields, depth + 1)) return true;
  }
  return false;
}

/** What stands in quotes, brackets or a comment, with doubled ends made single; null for a word. */
function insideOf(token: string): string | null {
  if (token.startsWith("/*")) return `(${token.slice(2).replace(/\*\/$/, "")})`;
  if (token.startsWith("//")) return `(${token.slice(2)})`;
  const end = { "[": "]", '"': '"', "'": "'" }[token.charAt(0)];
  if (end === undefined) return null;
  const body = token.slice(1, token.length > 1 && token.endsWith(end) ? -1 : undefined);
  return body.replaceAll(end + end, end);
}

/** As `mentions`, for a dimension: a field's name as it is, or an expression after `=`. */
export function dimensionMentions(dimension: string, fields: ReadonlySet<string>): boolean {
  if (isOne(dimension, fields)) return true;
  return /^\s*[=["]/.test(dimension) && mentions(dimension, fields);
}
