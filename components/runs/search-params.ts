import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { RUN_STATES } from "@/db/schema/states";

/** The list of runs by its address. */
export const runSearch = {
  state: parseAsStringLiteral(RUN_STATES),
  tenant: parseAsString,
  cursor: parseAsString,
};

export const loadRunSearch = createLoader(runSearch);

export type RunSearch = Awaited<ReturnType<typeof loadRunSearch>>;

export function runListInput({ state, tenant, cursor }: RunSearch) {
  return { state: state ?? undefined, tenantId: tenant ?? undefined, cursor: cursor ?? undefined, limit: 50 };
}
