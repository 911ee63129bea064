"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/api/root";
import { answeringFetch } from "./answering-fetch";
import { makeQueryClient } from "./query-client";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

const URL = "/api/trpc";
/** Queries with questions longer than an address may be. */
const LONG: ReadonlySet<string> = new Set(["apps.ask", "templates.drafts.check"]);

/** Says which view a page was opened in, so that it does nothing as somebody else. @param view undefined before sign-in */
function viewHeader(view: string | undefined): Record<string, string> {
  return view === undefined ? {} : { "x-tenantry-view": view };
}

function makeClient(noAnswer: string, view: string | undefined) {
  const headers = viewHeader(view);
  const plain = { url: URL, transformer: superjson, fetch: answeringFetch(noAnswer), headers };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "subscription",
        true: httpSubscriptionLink({ url: URL, transformer: superjson }),
        false: splitLink({
          condition: (op) => LONG.has(op.path),
          true: httpLink({ ...plain, methodOverride: "POST" }),
          false: httpBatchLink({ ...plain, maxItems: 12 }),
        }),
      }),
    ],
  });
}

let browserQueries: QueryClient | undefined;

/** One query client per browser tab, a new one per request on the server. */
function queryClient(): QueryClient {
  if (typeof window === "undefined") return makeQueryClient();
  browserQueries ??= makeQueryClient();
  return browserQueries;
}

/** @param view id of the view the page is opened in, empty for none; another one later loads the page anew */
export function ApiProvider({ view, children }: { view?: string; children: ReactNode }) {
  const queries = queryClient();
  const t = useTranslations("common.error");
  const [opened] = useState(view);
  const [client] = useState(() => makeClient(t("offline"), view));
  useEffect(() => {
    if (view !== opened) window.location.reload();
  }, [view, opened]);
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
