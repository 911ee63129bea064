"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../providers/trpc";

/** Asks anew for everything a change of billing may have changed. */
export function useBillingChanged(tenantId?: string): () => Promise<unknown> {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries(trpc.billing.pathFilter()),
      queries.invalidateQueries(trpc.plans.pathFilter()),
      queries.invalidateQueries(trpc.usage.pathFilter()),
      ...(tenantId ? [queries.invalidateQueries(trpc.tenants.get.queryFilter({ id: tenantId }))] : []),
    ]);
}
