import { listPlans } from "@/server/plans";
import { procedure, router } from "../trpc";

export const plans = router({
  list: procedure.query(({ ctx }) => listPlans(ctx.ctx)),
});
