import { tenantInput } from "@/server/billing/schemas";
import {
  listPlans,
  makePlan,
  offeredPlans,
  planCatalogue,
  planYaml,
  readPlan,
  retirePlan,
} from "@/server/plans";
import { makePlanInput, planYamlInput, readPlanInput, retirePlanInput } from "@/server/plans/schemas";
import { procedure, router } from "../trpc";

export const plans = router({
  list: procedure.query(({ ctx }) => listPlans(ctx.ctx)),
  catalogue: procedure.query(({ ctx }) => planCatalogue(ctx.ctx)),
  offered: procedure.input(tenantInput).query(({ ctx, input }) => offeredPlans(ctx.ctx, input)),
  yaml: procedure.input(planYamlInput).query(({ ctx, input }) => planYaml(ctx.ctx, input)),
  read: procedure.input(readPlanInput).query(({ ctx, input }) => readPlan(ctx.ctx, input)),
  create: procedure.input(makePlanInput).mutation(({ ctx, input }) => makePlan(ctx.ctx, input)),
  retire: procedure.input(retirePlanInput).mutation(({ ctx, input }) => retirePlan(ctx.ctx, input)),
});
