import {
  createOperator,
  createOperatorInput,
  listOperators,
  operatorIdInput,
  resetOperator,
  resetOperatorFactor,
  updateOperator,
  updateOperatorInput,
} from "@/server/users";
import { procedure, router } from "../trpc";

export const users = router({
  list: procedure.query(({ ctx }) => listOperators(ctx.ctx)),
  create: procedure.input(createOperatorInput).mutation(({ ctx, input }) => createOperator(ctx.ctx, input)),
  update: procedure.input(updateOperatorInput).mutation(({ ctx, input }) => updateOperator(ctx.ctx, input)),
  reset: procedure.input(operatorIdInput).mutation(({ ctx, input }) => resetOperator(ctx.ctx, input)),
  resetFactor: procedure
    .input(operatorIdInput)
    .mutation(({ ctx, input }) => resetOperatorFactor(ctx.ctx, input)),
});
