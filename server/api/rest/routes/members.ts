import { z } from "zod";
import {
  addMember,
  addMemberInput,
  getMember,
  listMembers,
  listMembersInput,
  type Member,
  removeMember,
  suspendMember,
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
  externalId: z.string().nullable(),
  active: z.boolean(),
  suspendedAt: instant,
  createdAt: instant,
  updatedAt: instant,
});

/** `active` as SCIM says it: people who are suspended are not. */
const shown = (one: Member) => ({ ...one, active: one.suspendedAt === null });

export const memberRoutes = [
  route({
    method: "GET",
    path: "/members",
    noun: "members",
    summary: "List people of tenants; by `externalId` or `email` exactly one.",
    permission: "members:read",
    query: z.object({
      ...pageInput,
      ...listMembersInput.pick({ externalId: true, email: true }).shape,
      tenant: z.string().optional(),
    }),
    output: pageOf(member),
    handle: async (ctx, { query: { tenant, ...asked } }) => {
      const page = await listMembers(ctx, { ...asked, tenantId: tenant });
      return { ...page, items: page.items.map(shown) };
    },
  }),
  route({
    method: "GET",
    path: "/members/{id}",
    noun: "members",
    summary: "Get a person of a tenant.",
    permission: "members:read",
    output: member,
    handle: async (ctx, { params }) => shown(await getMember(ctx, { id: params.id ?? "" })),
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
    handle: async (ctx, { body: { tenant, ...body } }) =>
      shown(await addMember(ctx, { ...body, tenantId: tenant })),
  }),
  route({
    method: "PATCH",
    path: "/members/{id}",
    noun: "members",
    summary: "Change a person's name, role, groups or external id.",
    permission: "members:write",
    body: updateMemberInput.omit({ id: true }),
    output: member,
    handle: async (ctx, { params, body }) => shown(await updateMember(ctx, { ...body, id: params.id ?? "" })),
  }),
  ...(["suspend", "resume"] as const).map((verb) =>
    route({
      method: "POST",
      path: `/members/{id}/${verb}`,
      noun: "members",
      summary:
        verb === "suspend" ? "Lock a person out; everything stays." : "Let a suspended person in again.",
      permission: "members:write",
      output: member,
      handle: async (ctx, { params }) =>
        shown(await suspendMember(ctx, { id: params.id ?? "", suspended: verb === "suspend" })),
    }),
  ),
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
