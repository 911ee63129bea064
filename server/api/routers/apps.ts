import {
  appIdInput,
  appModelInput,
  appOverview,
  appOverviewInput,
  askApp,
  askAppInput,
  checkContent,
  fieldValues,
  fieldValuesInput,
  getApp,
  getModel,
  listApps,
  listAppsInput,
  queryApp,
  queryAppInput,
} from "@/server/apps";
import { openDashboard } from "@/server/dashboards";
import { repairApp } from "@/server/provisioning";
import { procedure, router } from "../trpc";

export const apps = router({
  list: procedure.input(listAppsInput).query(({ ctx, input }) => listApps(ctx.ctx, input)),
  overview: procedure.input(appOverviewInput).query(({ ctx, input }) => appOverview(ctx.ctx, input)),
  get: procedure.input(appIdInput).query(({ ctx, input }) => getApp(ctx.ctx, input)),
  content: procedure.input(appIdInput).query(({ ctx, input }) => checkContent(ctx.ctx, input)),
  repair: procedure.input(appIdInput).mutation(({ ctx, input }) => repairApp(ctx.ctx, input)),
  query: procedure.input(queryAppInput).query(({ ctx, input }) => queryApp(ctx.ctx, input)),
  ask: procedure.input(askAppInput).query(({ ctx, input, signal }) => askApp(ctx.ctx, input, signal)),
  dashboard: procedure.input(appIdInput).query(({ ctx, input }) => openDashboard(ctx.ctx, input)),
  model: procedure.input(appModelInput).query(({ ctx, input }) => getModel(ctx.ctx, input)),
  fieldValues: procedure.input(fieldValuesInput).query(({ ctx, input }) => fieldValues(ctx.ctx, input)),
});
