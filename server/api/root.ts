import { account } from "./routers/account";
import { apps } from "./routers/apps";
import { connections } from "./routers/connections";
import { members } from "./routers/members";
import { plans } from "./routers/plans";
import { reloads } from "./routers/reloads";
import { runs } from "./routers/runs";
import { templates } from "./routers/templates";
import { tenants } from "./routers/tenants";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({
  account,
  apps,
  connections,
  members,
  plans,
  reloads,
  runs,
  templates,
  tenants,
});

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
