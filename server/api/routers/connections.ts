import {
  connectionIdInput,
  getConnection,
  listConnections,
  listConnectionsInput,
  testConnection,
} from "@/server/connections";
import { procedure, router } from "../trpc";

export const connections = router({
  list: procedure.input(listConnectionsInput).query(({ ctx, input }) => listConnections(ctx.ctx, input)),
  get: procedure.input(connectionIdInput).query(({ ctx, input }) => getConnection(ctx.ctx, input)),
  test: procedure
    .input(connectionIdInput)
    .mutation(({ ctx, input }) => testConnection(ctx.ctx, input, ctx.ctx.tools.connectionTester)),
});
