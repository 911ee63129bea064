import { exportAudit } from "@/server/audit/export";
import { listAudit } from "@/server/audit/list";
import { auditFilter, listAuditInput, verifyAuditInput } from "@/server/audit/schemas";
import { verifyAudit } from "@/server/audit/verify-all";
import { procedure, router } from "../trpc";

export const audit = router({
  list: procedure.input(listAuditInput).query(({ ctx, input }) => listAudit(ctx.ctx, input)),
  // Mutations, because both are work to be asked for, never to be fetched ahead or again.
  export: procedure.input(auditFilter).mutation(({ ctx, input }) => exportAudit(ctx.ctx, input)),
  verify: procedure.input(verifyAuditInput).mutation(({ ctx, input }) => verifyAudit(ctx.ctx, input)),
});
