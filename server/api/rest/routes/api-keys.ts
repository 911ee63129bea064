import { z } from "zod";
import {
  createApiKey,
  createApiKeyInput,
  listApiKeys,
  listApiKeysInput,
  revokeApiKey,
} from "@/server/api-keys";
import { route } from "../route";
import { apiKeyOutput, instant, pageOf } from "../schemas";

export const apiKeyRoutes = [
  route({
    method: "GET",
    path: "/api-keys",
    noun: "api-keys",
    summary: "List API keys.",
    permission: "api-keys:read",
    query: listApiKeysInput,
    output: pageOf(apiKeyOutput),
    handle: (ctx, { query }) => listApiKeys(ctx, query),
  }),
  route({
    method: "POST",
    path: "/api-keys",
    noun: "api-keys",
    summary: "Make an API key. The key is in this answer and never again.",
    permission: "api-keys:write",
    body: createApiKeyInput,
    status: 201,
    output: z.object({
      id: z.string(),
      name: z.string(),
      scopes: z.array(z.string()),
      tenantId: z.string().nullable(),
      expiresAt: instant,
      key: z.string(),
    }),
    handle: (ctx, { body }) => createApiKey(ctx, body),
  }),
  route({
    method: "DELETE",
    path: "/api-keys/{id}",
    noun: "api-keys",
    summary: "Revoke an API key at once.",
    permission: "api-keys:write",
    handle: (ctx, { params }) => revokeApiKey(ctx, { id: params.id ?? "" }),
  }),
];
