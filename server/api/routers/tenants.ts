import { z } from "zod";
import { getTenant, listTenants, listTenantsInput, tenantFacets, tenantIdInput } from "@/server/tenants";
import { procedure, router } from "../trpc";

export const tenants = router({
  list: procedure.input(listTenantsInput).query(({ ctx, input }) => listTenants(ctx.ctx, input)),
  get: procedure.input(tenantIdInput).query(({ ctx, input }) => getTenant(ctx.ctx, input)),
  facets: procedure
    .input(z.object({ q: z.string().max(200).optional() }))
    .query(({ ctx, input }) => tenantFacets(ctx.ctx, input)),
});
