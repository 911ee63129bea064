import {
  addTemplate,
  addTemplateInput,
  fleetInput,
  fleetPlanInput,
  previewAddTemplate,
  previewFleet,
  previewFleetPlan,
  startFleet,
  startFleetPlan,
} from "@/server/provisioning";
import { procedure, router } from "../trpc";

/** One thing done to many tenants. */
export const fleet = router({
  preview: procedure.input(fleetInput).query(({ ctx, input }) => previewFleet(ctx.ctx, input)),
  addTemplatePreview: procedure
    .input(addTemplateInput)
    .query(({ ctx, input }) => previewAddTemplate(ctx.ctx, input)),
  addTemplate: procedure.input(addTemplateInput).mutation(({ ctx, input }) => addTemplate(ctx.ctx, input)),
  planPreview: procedure.input(fleetPlanInput).query(({ ctx, input }) => previewFleetPlan(ctx.ctx, input)),
  changePlan: procedure.input(fleetPlanInput).mutation(({ ctx, input }) => startFleetPlan(ctx.ctx, input)),
  start: procedure.input(fleetInput).mutation(({ ctx, input }) => startFleet(ctx.ctx, input)),
});
