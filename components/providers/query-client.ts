import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import superjson from "superjson";

const CALM = new Set([
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "BAD_REQUEST",
  "UNPROCESSABLE_CONTENT",
  "CONFLICT",
]);

/** Errors that a second try cannot change are shown at once; while a page is rendered nothing is tried again. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (typeof window === "undefined") return false;
  if (error instanceof TRPCClientError && CALM.has(String(error.data?.code))) return false;
  return failures < 2;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: worthRetrying },
      dehydrate: {
        serializeData: superjson.serialize,
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query),
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
