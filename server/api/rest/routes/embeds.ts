import { z } from "zod";
import {
  addKey,
  addKeyInput,
  addOrigin,
  addOriginInput,
  getEmbeds,
  removeOrigin,
  revokeKey,
  revokeSessions,
  revokeSessionsInput,
  rotateKey,
  rotateKeyInput,
} from "@/server/embeds";
import { route } from "../route";
import { instant } from "../schemas";

const tenant = z.string().min(1).max(60);
const { name, publicJwk, from, until } = addKeyInput.shape;
const next = rotateKeyInput.shape;
const origin = z.object({ id: z.string(), origin: z.string(), createdAt: instant });
const key = z.object({
  id: z.string().describe("The kid of tokens"),
  name: z.string(),
  source: z.enum(["portal", "file"]),
  publicJwk: z.record(z.string(), z.unknown()),
  fromAt: instant,
  untilAt: instant,
  createdAt: instant,
  revokedAt: instant,
});

export const embedRoutes = [
  route({
    method: "GET",
    path: "/embeds",
    noun: "embeds",
    summary: "Show how a tenant's apps are embedded: address, allowed origins, keys of its host.",
    permission: "embeds:read",
    query: z.object({ tenant }),
    output: z.object({
      tenantId: z.string(),
      url: z.string(),
      portal: z.string(),
      origins: z.array(origin.extend({ openSessions: z.number() })),
      keys: z.array(key),
      openSessions: z.number(),
    }),
    handle: (ctx, { query }) => getEmbeds(ctx, { tenantId: query.tenant }),
  }),
  route({
    method: "POST",
    path: "/embeds/origins",
    noun: "embeds",
    summary: "Let the pages of one more origin frame a tenant's apps.",
    permission: "embeds:write",
    body: z.strictObject({ tenant, origin: addOriginInput.shape.origin }),
    output: origin,
    status: 201,
    handle: async (ctx, { body }) => {
      const { id, origin, createdAt } = await addOrigin(ctx, { tenantId: body.tenant, origin: body.origin });
      return { id, origin, createdAt };
    },
  }),
  route({
    method: "DELETE",
    path: "/embeds/origins/{id}",
    noun: "embeds",
    summary: "Take an origin away; sessions of its pages end.",
    permission: "embeds:write",
    handle: (ctx, { params }) => removeOrigin(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/embeds/keys",
    noun: "embeds",
    // Pairs are made in the portal only: answers here are kept for a day under an idempotency key.
    summary: "Register the public key a tenant's host signs tokens with.",
    permission: "embeds:write",
    body: z.strictObject({ tenant, name, publicJwk: publicJwk.unwrap(), from, until }),
    output: key,
    status: 201,
    handle: async (ctx, { body: { tenant: tenantId, ...body } }) => {
      const { privateKey: _none, ...added } = await addKey(ctx, { ...body, tenantId });
      return added;
    },
  }),
  route({
    method: "POST",
    path: "/embeds/keys/{id}/rotate",
    noun: "embeds",
    summary: "Put a new public key beside one in use, which ends after the overlap.",
    permission: "embeds:write",
    body: z.strictObject({ publicJwk: publicJwk.unwrap(), name: next.name, overlapDays: next.overlapDays }),
    output: key.extend({ replacedUntil: instant }),
    status: 201,
    handle: async (ctx, { params, body }) => {
      const { privateKey: _none, ...rotated } = await rotateKey(ctx, { ...body, id: params.id ?? "" });
      return rotated;
    },
  }),
  route({
    method: "DELETE",
    path: "/embeds/keys/{id}",
    noun: "embeds",
    summary: "Revoke a key; the tenant's embed sessions end.",
    permission: "embeds:write",
    handle: (ctx, { params }) => revokeKey(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/embeds/sessions/revoke",
    noun: "embeds",
    summary: "End a tenant's embed sessions, or those of one user.",
    permission: "embeds:write",
    body: z.strictObject({ tenant, subject: revokeSessionsInput.shape.subject }),
    output: z.object({ revoked: z.number() }),
    handle: (ctx, { body }) => revokeSessions(ctx, { tenantId: body.tenant, subject: body.subject }),
  }),
];
