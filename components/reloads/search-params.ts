import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { RELOAD_STATES } from "@/db/schema/states";
import { RELOAD_TRIGGERS } from "@/server/reloads/trigger-schemas";

/** The list of reloads by its address. */
export const reloadSearch = {
  state: parseAsStringLiteral(RELOAD_STATES),
  trigger: parseAsStringLiteral(RELOAD_TRIGGERS),
  tenant: parseAsString,
  app: parseAsString,
  cursor: parseAsString,
};

export const loadReloadSearch = createLoader(reloadSearch);

export type ReloadSearch = Awaited<ReturnType<typeof loadReloadSearch>>;

export function reloadListInput({ state, trigger, tenant, app, cursor }: ReloadSearch) {
  return {
    state: state ?? undefined,
    trigger: trigger ?? undefined,
    tenantId: tenant ?? undefined,
    appId: app ?? undefined,
    cursor: cursor ?? undefined,
    limit: 50,
  };
}
