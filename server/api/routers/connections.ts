import {
  changeSource,
  changeSourceInput,
  connectionColumnsInput,
  connectionIdInput,
  connectionOverview,
  connectionOverviewInput,
  connectionUse,
  countRows,
  countRowsInput,
  getConnection,
  listConnectionColumns,
  listConnectionForms,
  listConnections,
  listConnectionsInput,
  listConnectionTables,
  lookAtTable,
  previewRows,
  rotateSecret,
  rotateSecretInput,
  testConnection,
} from "@/server/connections";
import { procedure, router } from "../trpc";

export const connections = router({
  list: procedure.input(listConnectionsInput).query(({ ctx, input }) => listConnections(ctx.ctx, input)),
  forms: procedure.query(({ ctx }) => listConnectionForms(ctx.ctx)),
  get: procedure.input(connectionIdInput).query(({ ctx, input }) => getConnection(ctx.ctx, input)),
  overview: procedure
    .input(connectionOverviewInput)
    .query(({ ctx, input }) => connectionOverview(ctx.ctx, input)),
  use: procedure.input(connectionIdInput).query(({ ctx, input }) => connectionUse(ctx.ctx, input)),
  changeSource: procedure
    .input(changeSourceInput)
    .mutation(({ ctx, input }) => changeSource(ctx.ctx, input, ctx.ctx.tools.connectionTester)),
  rotate: procedure
    .input(rotateSecretInput)
    .mutation(({ ctx, input }) => rotateSecret(ctx.ctx, input, ctx.ctx.tools.connectionTester)),
  test: procedure
    .input(connectionIdInput)
    .mutation(({ ctx, input }) => testConnection(ctx.ctx, input, ctx.ctx.tools.connectionTester)),
  tables: procedure
    .input(connectionIdInput)
    .query(({ ctx, input, signal }) => listConnectionTables(ctx.ctx, input, signal)),
  columns: procedure
    .input(connectionColumnsInput)
    .query(({ ctx, input, signal }) => listConnectionColumns(ctx.ctx, input, signal)),
  look: procedure
    .input(connectionColumnsInput)
    .query(({ ctx, input, signal }) => lookAtTable(ctx.ctx, input, signal)),
  // Questions, sent as a POST: conditions may hold personal data and stay out of addresses and logs.
  count: procedure
    .input(countRowsInput)
    .mutation(({ ctx, input, signal }) => countRows(ctx.ctx, input, signal)),
  preview: procedure
    .input(countRowsInput)
    .mutation(({ ctx, input, signal }) => previewRows(ctx.ctx, input, signal)),
});
