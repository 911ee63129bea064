import { z } from "zod";
import { cancelReload, startReload } from "@/server/provisioning";
import {
  getReload,
  listReloads,
  listReloadsInput,
  reloadIdInput,
  reloadLog,
  reloadLogInput,
  reloadOverview,
  reloadOverviewInput,
  reloadReport,
} from "@/server/reloads";
import { procedure, router } from "../trpc";

export const reloads = router({
  list: procedure.input(listReloadsInput).query(({ ctx, input }) => listReloads(ctx.ctx, input)),
  get: procedure.input(reloadIdInput).query(({ ctx, input }) => getReload(ctx.ctx, input)),
  overview: procedure.input(reloadOverviewInput).query(({ ctx, input }) => reloadOverview(ctx.ctx, input)),
  report: procedure.input(reloadIdInput).query(({ ctx, input }) => reloadReport(ctx.ctx, input)),
  log: procedure.input(reloadLogInput).query(({ ctx, input }) => reloadLog(ctx.ctx, input)),
  start: procedure
    .input(z.strictObject({ app: z.string(), partial: z.boolean().optional() }))
    .mutation(({ ctx, input }) => startReload(ctx.ctx, { ...input, trigger: "manual" })),
  cancel: procedure.input(reloadIdInput).mutation(({ ctx, input }) => cancelReload(ctx.ctx, input)),
});
