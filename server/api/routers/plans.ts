import { tenantInput } from "@/server/billing/schemas";
import { listPlans, makePlan, offeredPlans, retirePlan } from "@/server/plans";
import { makePlanInput, retirePlanInput } from "@/server/plans/schemas";
import { procedure, router } from "../trpc";

export const plans = router({
  list: procedure.query(({ ctx }) => listPlans(ctx.ctx)),
  offered: procedure.input(tenantInput).query(({ ctx, input }) => offeredPlans(ctx.ctx, input)),
  create: procedure.input(makePlanInput).mutation(({ ctx, input }) => makePlan(ctx.ctx, input)),
  retire: procedure.input(retirePlanInput).mutation(({ ctx, input }) => retirePlan(ctx.ctx, input)),
});
