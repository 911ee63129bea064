import { createLoader, parseAsString } from "nuqs/server";

/** The list of apps by its address. */
export const appSearch = {
  q: parseAsString.withDefault(""),
  template: parseAsString,
  tenant: parseAsString,
  cursor: parseAsString,
};

export const loadAppSearch = createLoader(appSearch);

export type AppSearch = Awaited<ReturnType<typeof loadAppSearch>>;

export function appListInput({ q, template, tenant, cursor }: AppSearch) {
  return {
    q: q.trim().slice(0, 200) || undefined,
    templateId: template?.slice(0, 63) || undefined,
    tenantId: tenant ?? undefined,
    cursor: cursor ?? undefined,
    limit: 50,
  };
}
