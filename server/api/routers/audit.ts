import {
  archiveFile,
  archiveIdInput,
  listArchives,
  listArchivesInput,
  readArchive,
  readArchiveInput,
  verifyArchive,
} from "@/server/audit/archives";
import { exportAudit } from "@/server/audit/export";
import { listAudit } from "@/server/audit/list";
import { exportAuditInput, listAuditInput, verifyAuditInput } from "@/server/audit/schemas";
import { verifyAudit } from "@/server/audit/verify-all";
import { procedure, router } from "../trpc";

export const audit = router({
  list: procedure.input(listAuditInput).query(({ ctx, input }) => listAudit(ctx.ctx, input)),
  archives: procedure.input(listArchivesInput).query(({ ctx, input }) => listArchives(ctx.ctx, input)),
  readArchive: procedure.input(readArchiveInput).query(({ ctx, input }) => readArchive(ctx.ctx, input)),
  archiveFile: procedure.input(archiveIdInput).mutation(({ ctx, input }) => archiveFile(ctx.ctx, input)),
  verifyArchive: procedure.input(archiveIdInput).mutation(({ ctx, input }) => verifyArchive(ctx.ctx, input)),
  // Mutations, because both are work to be asked for, never to be fetched ahead or again.
  export: procedure.input(exportAuditInput).mutation(({ ctx, input }) => exportAudit(ctx.ctx, input)),
  verify: procedure.input(verifyAuditInput).mutation(({ ctx, input }) => verifyAudit(ctx.ctx, input)),
});
