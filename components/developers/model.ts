/** What this page reads of an OpenAPI 3.1 document; the server makes it from its own schemas. */
export interface JsonSchema {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  $ref?: string;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: JsonSchema;
}

export interface Answer {
  status: string;
  description: string;
  mediaType?: string;
  schema?: JsonSchema;
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  noun: string;
  summary: string;
  description: string;
  /** Nobody needs a key. */
  open: boolean;
  parameters: Parameter[];
  body?: { mediaType: string; schema: JsonSchema };
  answers: Answer[];
}

export interface ApiDocument {
  base: string;
  version: string;
  nouns: { noun: string; operations: Operation[] }[];
}

interface RawOperation {
  operationId: string;
  tags?: string[];
  summary?: string;
  description?: string;
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

export interface RawDocument {
  info: { version: string };
  servers: { url: string }[];
  paths: Record<string, Record<string, RawOperation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

const REF = "#/components/schemas/";

/** The schema a reference means; the schema itself where it is none. */
export function resolved(schema: JsonSchema, schemas: Record<string, JsonSchema>): JsonSchema {
  return schema.$ref?.startsWith(REF) ? (schemas[schema.$ref.slice(REF.length)] ?? schema) : schema;
}

function operationOf(
  method: string,
  path: string,
  raw: RawOperation,
  schemas: Record<string, JsonSchema>,
): Operation {
  const [mediaType, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? [];
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    noun: raw.tags?.[0] ?? "",
    summary: raw.summary ?? "",
    description: raw.description ?? "",
    open: raw.security?.length === 0,
    parameters: raw.parameters ?? [],
    ...(mediaType && content ? { body: { mediaType, schema: resolved(content.schema, schemas) } } : {}),
    answers: Object.entries(raw.responses).map(([status, { description, content }]) => {
      const [type, found] = Object.entries(content ?? {})[0] ?? [];
      return {
        status,
        description,
        ...(type && found ? { mediaType: type, schema: resolved(found.schema, schemas) } : {}),
      };
    }),
  };
}

/** Operations by noun, in the order of the document. */
export function readDocument(raw: RawDocument): ApiDocument {
  const schemas = raw.components?.schemas ?? {};
  const nouns = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(raw.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const read = operationOf(method, path, operation, schemas);
      nouns.set(read.noun, [...(nouns.get(read.noun) ?? []), read]);
    }
  return {
    base: raw.servers[0]?.url ?? "/api/v1",
    version: raw.info.version,
    nouns: [...nouns].map(([noun, operations]) => ({ noun, operations })),
  };
}

/** Operations whose method, path or summary hold every word of a text. */
export function matchingNouns(nouns: ApiDocument["nouns"], text: string): ApiDocument["nouns"] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (o: Operation) => {
    const all = `${o.method} ${o.path} ${o.summary} ${o.noun}`.toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return nouns
    .map(({ noun, operations }) => ({ noun, operations: operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0);
}
