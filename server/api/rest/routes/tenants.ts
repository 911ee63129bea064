import { z } from "zod";
import { applyTenants, deleteTenant, resumeTenant, suspendTenant, updateWhole } from "@/server/provisioning";
import { getTenant, listTenants, listTenantsInput, updateTenantInput } from "@/server/tenants";
import { route } from "../route";
import { pageOf, tenantOutput } from "../schemas";

const secrets = z.record(z.string().max(200), z.string().max(20_000)).default({});

const applied = z.object({
  tenants: z.array(
    z.object({
      tenant: z.string(),
      slug: z.string(),
      run: z.string(),
      removes: z.array(z.string()).optional(),
    }),
  ),
});

export const tenantRoutes = [
  route({
    method: "GET",
    path: "/tenants",
    noun: "tenants",
    summary: "List tenants.",
    permission: "tenants:read",
    query: listTenantsInput,
    output: pageOf(tenantOutput),
    handle: (ctx, { query }) => listTenants(ctx, query),
  }),
  route({
    method: "POST",
    path: "/tenants",
    noun: "tenants",
    summary: "Describe one tenant, as in a tenants file, and provision it.",
    permission: "tenants:create",
    body: z.strictObject({ tenant: z.record(z.string(), z.unknown()), secrets }),
    maxBodyBytes: 1_000_000,
    status: 202,
    output: applied.shape.tenants.element,
    async handle(ctx, { body }) {
      const { tenants } = await applyTenants(ctx, {
        file: JSON.stringify({ tenants: [body.tenant] }),
        fileName: "request",
        secrets: body.secrets,
      });
      return tenants[0];
    },
  }),
  route({
    method: "POST",
    path: "/tenants/apply",
    noun: "tenants",
    summary:
      "Bring tenants to what a tenants file (YAML) describes; one run each. Unchanged ones are left alone.",
    permission: "tenants:create",
    body: z.strictObject({
      file: z.string().min(1),
      fileName: z.string().max(500).default("tenants.yaml"),
      secrets,
      prune: z.boolean().default(false),
      folder: z.string().max(1000).optional(),
    }),
    maxBodyBytes: 20_000_000,
    status: 202,
    output: applied,
    handle: (ctx, { body: { folder, ...body } }) =>
      applyTenants(ctx, ctx.actor.type === "local" && folder ? { ...body, folder } : body),
  }),
  route({
    method: "GET",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Show one tenant.",
    permission: "tenants:read",
    output: tenantOutput,
    handle: (ctx, { params }) => getTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "PATCH",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Change a tenant's details.",
    permission: "tenants:update",
    body: updateTenantInput.omit({ id: true }),
    output: tenantOutput,
    handle: (ctx, { params, body }) => updateWhole(ctx, { ...body, id: params.id ?? "" }),
  }),
  route({
    method: "DELETE",
    path: "/tenants/{id}",
    noun: "tenants",
    summary: "Delete a tenant with its apps, data and keys, for ever; a run does it.",
    permission: "tenants:delete",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => deleteTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/tenants/{id}/suspend",
    noun: "tenants",
    summary: "Close a tenant to its people; its data stays. A run does it.",
    permission: "tenants:update",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => suspendTenant(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/tenants/{id}/resume",
    noun: "tenants",
    summary: "Open a suspended tenant again; a run does it.",
    permission: "tenants:update",
    status: 202,
    output: z.object({ run: z.string() }),
    handle: (ctx, { params }) => resumeTenant(ctx, { id: params.id ?? "" }),
  }),
];
