import {
  addTemplate,
  addTemplateInput,
  fleetInput,
  previewAddTemplate,
  previewFleet,
  startFleet,
} from "@/server/provisioning";
import { procedure, router } from "../trpc";

/** One thing done to many tenants. */
export const fleet = router({
  preview: procedure.input(fleetInput).query(({ ctx, input }) => previewFleet(ctx.ctx, input)),
  addTemplatePreview: procedure
    .input(addTemplateInput)
    .query(({ ctx, input }) => previewAddTemplate(ctx.ctx, input)),
  addTemplate: procedure.input(addTemplateInput).mutation(({ ctx, input }) => addTemplate(ctx.ctx, input)),
  start: procedure.input(fleetInput).mutation(({ ctx, input }) => startFleet(ctx.ctx, input)),
});
