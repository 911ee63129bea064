import { z } from "zod";
import { tenantProblems } from "@/server/home";
import { customizeWhole, deleteTenant, resumeTenant, suspendTenant } from "@/server/provisioning";
import {
  customizeTenantInput,
  dismissSetupInput,
  dismissTenantSetup,
  getTenant,
  listTenants,
  listTenantsInput,
  noteWelcome,
  noteWelcomeInput,
  removeTenantView,
  saveTenantView,
  saveViewInput,
  startViewInput,
  startWithTenantView,
  tenantFacets,
  tenantFacts,
  tenantFactsInput,
  tenantIdInput,
  tenantSetup,
  tenantUsage,
  tenantViews,
  viewIdInput,
} from "@/server/tenants";
import { procedure, router } from "../trpc";

export const tenants = router({
  list: procedure.input(listTenantsInput).query(({ ctx, input }) => listTenants(ctx.ctx, input)),
  get: procedure.input(tenantIdInput).query(({ ctx, input }) => getTenant(ctx.ctx, input)),
  facets: procedure
    .input(z.object({ q: z.string().max(200).optional() }))
    .query(({ ctx, input }) => tenantFacets(ctx.ctx, input)),
  facts: procedure.input(tenantFactsInput).query(({ ctx, input }) => tenantFacts(ctx.ctx, input)),
  usage: procedure.input(tenantIdInput).query(({ ctx, input }) => tenantUsage(ctx.ctx, input)),
  customize: procedure
    .input(customizeTenantInput)
    .mutation(({ ctx, input }) => customizeWhole(ctx.ctx, input)),
  setup: procedure.input(tenantIdInput).query(({ ctx, input }) => tenantSetup(ctx.ctx, input)),
  dismissSetup: procedure
    .input(dismissSetupInput)
    .mutation(({ ctx, input }) => dismissTenantSetup(ctx.ctx, input)),
  noteWelcome: procedure.input(noteWelcomeInput).mutation(({ ctx, input }) => noteWelcome(ctx.ctx, input)),
  problems: procedure.input(tenantIdInput).query(({ ctx, input }) => tenantProblems(ctx.ctx, input)),
  views: procedure.query(({ ctx }) => tenantViews(ctx.ctx)),
  saveView: procedure.input(saveViewInput).mutation(({ ctx, input }) => saveTenantView(ctx.ctx, input)),
  removeView: procedure.input(viewIdInput).mutation(({ ctx, input }) => removeTenantView(ctx.ctx, input)),
  startView: procedure
    .input(startViewInput)
    .mutation(({ ctx, input }) => startWithTenantView(ctx.ctx, input)),
  suspend: procedure.input(tenantIdInput).mutation(({ ctx, input }) => suspendTenant(ctx.ctx, input)),
  resume: procedure.input(tenantIdInput).mutation(({ ctx, input }) => resumeTenant(ctx.ctx, input)),
  delete: procedure.input(tenantIdInput).mutation(({ ctx, input }) => deleteTenant(ctx.ctx, input)),
});
