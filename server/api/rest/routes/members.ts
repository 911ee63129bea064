import { z } from "zod";
import {
  addMember,
  addMemberInput,
  listMembers,
  removeMember,
  updateMember,
  updateMemberInput,
} from "@/server/members";
import { pageInput } from "@/server/shared/pagination";
import { route } from "../route";
import { instant, pageOf } from "../schemas";

const member = z.object({
  id: z.string(),
  tenantId: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  groups: z.array(z.string()),
  createdAt: instant,
  updatedAt: instant,
});

export const memberRoutes = [
  route({
    method: "GET",
    path: "/members",
    noun: "members",
    summary: "List people of tenants.",
    permission: "members:read",
    query: z.object({ ...pageInput, tenant: z.string().optional() }),
    output: pageOf(member),
    handle: (ctx, { query: { tenant, ...page } }) => listMembers(ctx, { ...page, tenantId: tenant }),
  }),
  route({
    method: "POST",
    path: "/members",
    noun: "members",
    summary: "Add a person to a tenant.",
    permission: "members:write",
    body: addMemberInput.omit({ tenantId: true }).extend({ tenant: z.string() }),
    status: 201,
    output: member,
    handle: (ctx, { body: { tenant, ...body } }) => addMember(ctx, { ...body, tenantId: tenant }),
  }),
  route({
    method: "PATCH",
    path: "/members/{id}",
    noun: "members",
    summary: "Change a person's name, role or groups.",
    permission: "members:write",
    body: updateMemberInput.omit({ id: true }),
    output: member,
    handle: (ctx, { params, body }) => updateMember(ctx, { ...body, id: params.id ?? "" }),
  }),
  route({
    method: "DELETE",
    path: "/members/{id}",
    noun: "members",
    summary: "Remove a person from a tenant.",
    permission: "members:write",
    handle: async (ctx, { params }) => {
      await removeMember(ctx, { id: params.id ?? "" });
    },
  }),
];
