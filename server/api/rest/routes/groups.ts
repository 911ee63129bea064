import { z } from "zod";
import {
  createGroup,
  createGroupInput,
  deleteGroup,
  getGroup,
  groupPage,
  groupPageInput,
  updateGroup,
  updateGroupInput,
} from "@/server/members";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const nameAndId = { id: z.string(), name: z.string(), externalId: z.string().nullable() };
const written = z.object(nameAndId);
const group = z.object({
  ...nameAndId,
  tenantId: z.string(),
  members: z.array(z.object({ id: z.string(), externalId: z.string().nullable() })),
  createdAt: instant,
});

export const groupRoutes = [
  route({
    method: "GET",
    path: "/groups",
    noun: "groups",
    summary: "List groups of tenants with their people; by `externalId` or `name` exactly one of a tenant.",
    permission: "members:read",
    query: groupPageInput.omit({ tenantId: true }).extend({ tenant: z.string().optional() }),
    output: pageOf(group),
    handle: (ctx, { query: { tenant, ...asked } }) => groupPage(ctx, { ...asked, tenantId: tenant }),
  }),
  route({
    method: "GET",
    path: "/groups/{id}",
    noun: "groups",
    summary: "Get a group with its people.",
    permission: "members:read",
    output: group,
    handle: (ctx, { params }) => getGroup(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/groups",
    noun: "groups",
    summary: "Make a group.",
    permission: "members:write",
    body: createGroupInput.omit({ tenantId: true }).extend({ tenant: z.string() }),
    status: 201,
    output: written,
    handle: (ctx, { body: { tenant, ...body } }) => createGroup(ctx, { ...body, tenantId: tenant }),
  }),
  route({
    method: "PATCH",
    path: "/groups/{id}",
    noun: "groups",
    summary: "Rename a group, or change its external id.",
    permission: "members:write",
    body: updateGroupInput.omit({ id: true }),
    output: written,
    handle: (ctx, { params, body }) => updateGroup(ctx, { ...body, id: params.id ?? "" }),
  }),
  route({
    method: "DELETE",
    path: "/groups/{id}",
    noun: "groups",
    summary: "Delete a group; its people stay.",
    permission: "members:write",
    handle: async (ctx, { params }) => {
      await deleteGroup(ctx, { id: params.id ?? "" });
    },
  }),
];
