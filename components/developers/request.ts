import type { Operation } from "./model";

export interface Filled {
  /** Values of parameters, by name; empty ones are left out. */
  values: Record<string, string>;
  /** JSON text. */
  body: string;
}

/** Path and query of an operation with its parameters filled in; what is not filled keeps its braces. */
export function addressOf({ path, parameters }: Operation, { values }: Filled): string {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] ? encodeURIComponent(values[name]) : whole,
  );
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters)
    if (place === "query" && values[name]) query.set(name, values[name]);
  const text = query.toString();
  return text ? `${filled}?${text}` : filled;
}

/** Parameters that must be filled and are not. */
export function missingOf({ parameters }: Operation, { values }: Filled): string[] {
  return parameters.filter((p) => p.required && !values[p.name]?.trim()).map((p) => p.name);
}

function headersOf({ parameters, body }: Operation, { values }: Filled): [string, string][] {
  const own = parameters.flatMap(({ name, in: place }): [string, string][] =>
    place === "header" && values[name] ? [[name, values[name]]] : [],
  );
  return body ? [...own, ["Content-Type", body.mediaType]] : own;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The call for a shell. The key is a variable: it belongs into no history. */
export function curlOf(base: string, operation: Operation, filled: Filled): string {
  const lines = [`curl -X ${operation.method} ${quoted(base + addressOf(operation, filled))}`];
  if (!operation.open) lines.push(`-H "Authorization: Bearer $TENANTRY_API_KEY"`);
  for (const [name, value] of headersOf(operation, filled)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (operation.body?.mediaType === "application/json") lines.push(`-d ${quoted(filled.body)}`);
  else if (operation.body) lines.push("--data-binary @FILE");
  return lines.join(" \\\n  ");
}

/** The call for JavaScript. */
export function scriptOf(base: string, operation: Operation, filled: Filled): string {
  const headers = [
    ...(operation.open ? [] : ['    authorization: "Bearer " + apiKey,']),
    ...headersOf(operation, filled).map(
      ([name, value]) => `    ${JSON.stringify(name.toLowerCase())}: ${JSON.stringify(value)},`,
    ),
  ];
  const json = operation.body?.mediaType === "application/json";
  const body = json
    ? [`  body: JSON.stringify(${filled.body.trim() || "{}"}),`]
    : operation.body
      ? ["  body: file,"]
      : [];
  return [
    `const response = await fetch(${JSON.stringify(base + addressOf(operation, filled))}, {`,
    `  method: ${JSON.stringify(operation.method)},`,
    ...(headers.length > 0 ? ["  headers: {", ...headers, "  },"] : []),
    ...body,
    "});",
    "const answer = await response.json();",
  ].join("\n");
}

export interface Reply {
  status: number;
  ms: number;
  contentType: string;
  text: string;
}

const MOST_CHARACTERS = 200_000;

/**
 * Calls an operation of this portal, and of no other address.
 * @param key an API key; without it, the browser's session speaks
 */
export async function send(operation: Operation, filled: Filled, key: string): Promise<Reply> {
  const started = performance.now();
  const json = operation.body?.mediaType === "application/json";
  const response = await fetch(`/api/v1${addressOf(operation, filled)}`, {
    method: operation.method,
    credentials: key ? "omit" : "same-origin",
    cache: "no-store",
    headers: {
      ...Object.fromEntries(headersOf(operation, filled)),
      ...(key ? { authorization: `Bearer ${key}` } : { "x-tenantry-session": "1" }),
    },
    ...(json ? { body: filled.body } : {}),
  });
  const text = (await response.text()).slice(0, MOST_CHARACTERS);
  return {
    status: response.status,
    ms: Math.round(performance.now() - started),
    contentType: response.headers.get("content-type") ?? "",
    text: pretty(text),
  };
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
