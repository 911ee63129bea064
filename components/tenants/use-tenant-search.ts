"use client";

import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import { type TenantSearch, tenantSearch } from "./search-params";

/** The list's state in the address, and a change of it that goes back to the first page. */
export function useTenantSearch() {
  const [search, set] = useQueryStates(tenantSearch, { history: "push", shallow: true, scroll: false });
  const change = useCallback(
    (next: Partial<TenantSearch>) =>
      set({ cursor: null, ...next }, { history: "cursor" in next ? "push" : "replace" }),
    [set],
  );
  const clear = useCallback(
    () => set({ q: null, state: null, health: null, plan: null, cursor: null }, { history: "replace" }),
    [set],
  );
  return { search, change, clear };
}
