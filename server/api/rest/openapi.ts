import { z } from "zod";
import { REST_BASE } from "./base";
import type { RestRoute } from "./route";

const schemaOf = (type: z.ZodType, io: "input" | "output") =>
  z.toJSONSchema(type, { io, unrepresentable: "any", target: "draft-2020-12" });

function parameters(route: RestRoute) {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map((m) => ({
    name: m[1],
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const query = Object.entries(route.query?.shape ?? {}).map(([name, type]) => ({
    name,
    in: "query",
    required: !(type as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(type as z.ZodType, "input"),
  }));
  const idempotency =
    route.method === "GET" || route.rawBody
      ? []
      : [
          {
            name: "Idempotency-Key",
            in: "header",
            required: false,
            schema: { type: "string", maxLength: 200 },
          },
        ];
  return [...path, ...query, ...idempotency];
}

function requestBody(route: RestRoute) {
  if (route.rawBody) {
    return {
      requestBody: {
        required: true,
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
    };
  }
  if (!route.body) return {};
  return {
    requestBody: {
      required: true,
      content: { "application/json": { schema: schemaOf(route.body, "input") } },
    },
  };
}

function operation(route: RestRoute) {
  const success = String(route.status ?? (route.output ? 200 : 204));
  const content = route.output
    ? { content: { "application/json": { schema: schemaOf(route.output, "output") } } }
    : {};
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[{}]/g, "").replace(/[/-](\w)/g, (_, c) => c.toUpperCase())}`,
    tags: [route.noun],
    summary: route.summary,
    ...(route.permission ? { description: `Needs the permission \`${route.permission}\`.` } : {}),
    ...(route.public ? { security: [] } : {}),
    parameters: parameters(route),
    ...requestBody(route),
    responses: {
      [success]: { description: "Done.", ...content },
      default: {
        description: "A problem (RFC 9457).",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

/** OpenAPI 3.1 document of the routes, from the schemas that parse the requests. */
export function openApiDocument(routes: readonly RestRoute[], url: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const r of routes) paths[r.path] = { ...paths[r.path], [r.method.toLowerCase()]: operation(r) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Tenantry",
      version: "1",
      description: "Tenants, templates, connections, apps, reloads and runs.",
    },
    servers: [{ url: `${url}${REST_BASE}` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key." } },
      schemas: {
        Problem: {
          type: "object",
          required: ["type", "title", "status", "code", "requestId"],
          properties: {
            type: { type: "string" },
            title: { type: "string" },
            status: { type: "integer" },
            code: { type: "string" },
            detail: { type: "string" },
            requestId: { type: "string" },
            issues: {
              type: "array",
              items: {
                type: "object",
                properties: {
                  path: { type: "string" },
                  message: { type: "string" },
                  line: { type: "integer" },
                },
              },
            },
          },
        },
      },
    },
  };
}
