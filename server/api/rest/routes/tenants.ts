import { getTenant, listTenants, listTenantsInput, updateTenant, updateTenantInput } from "@/server/tenants";
import { route } from "../route";
import { pageOf, tenantOutput } from "../schemas";

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
    handle: (ctx, { params, body }) => updateTenant(ctx, { ...body, id: params.id ?? "" }),
  }),
];
