import { account } from "./routers/account";
import { tenants } from "./routers/tenants";
import { createCallerFactory, router } from "./trpc";

export const appRouter = router({ account, tenants });

export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
