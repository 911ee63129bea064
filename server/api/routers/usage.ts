import {
  currentInput,
  currentUsage,
  declareMeter,
  declareMeterInput,
  getUsage,
  listMeters,
  listRejects,
  rebuildUsage,
  rejectsInput,
  traceInput,
  traceUsage,
  usageByDay,
  usageDaysInput,
  usageInput,
} from "@/server/usage";
import { procedure, router } from "../trpc";

export const usage = router({
  current: procedure.input(currentInput).query(({ ctx, input }) => currentUsage(ctx.ctx, input)),
  get: procedure.input(usageInput).query(({ ctx, input }) => getUsage(ctx.ctx, input)),
  trace: procedure.input(traceInput).query(({ ctx, input }) => traceUsage(ctx.ctx, input)),
  days: procedure.input(usageDaysInput).query(({ ctx, input }) => usageByDay(ctx.ctx, input)),
  rejects: procedure.input(rejectsInput).query(({ ctx, input }) => listRejects(ctx.ctx, input)),
  meters: procedure.query(({ ctx }) => listMeters(ctx.ctx)),
  declareMeter: procedure.input(declareMeterInput).mutation(({ ctx, input }) => declareMeter(ctx.ctx, input)),
  rebuild: procedure.input(currentInput).mutation(({ ctx, input }) => rebuildUsage(ctx.ctx, input)),
});
