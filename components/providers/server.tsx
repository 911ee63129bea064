import "server-only";
import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { createApiContext } from "@/server/api/context";
import { appRouter } from "@/server/api/root";
import { container } from "@/server/boot";
import { settings } from "@/server/shared/settings";
import { makeQueryClient } from "./query-client";

/** One query client per request. */
export const getQueryClient = cache(makeQueryClient);

const context = cache(async () => {
  const [{ services }, head] = await Promise.all([container(), headers()]);
  return createApiContext(services, head, settings().url);
});

/** The API for server components: the same procedures and checks, called without HTTP. */
export const api = createTRPCOptionsProxy({ ctx: context, router: appRouter, queryClient: getQueryClient });

/** Hands what was prefetched to the browser, so that it is not asked for again. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}
