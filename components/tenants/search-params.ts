import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { HEALTH_STATES, TENANT_STATES } from "@/db/schema/states";

export const TENANT_SORTS = ["name", "created", "updated", "state", "plan"] as const;
export type TenantSort = (typeof TENANT_SORTS)[number];

/** Columns that may be left out. */
export const HIDEABLE = ["state", "apps", "reloads", "plan", "age", "created"] as const;

/** The list's state is its address: what one sends is what the other sees. Unknown values count as absent. */
export const tenantSearch = {
  q: parseAsString.withDefault(""),
  state: parseAsStringLiteral(TENANT_STATES),
  health: parseAsStringLiteral(HEALTH_STATES),
  plan: parseAsString,
  sort: parseAsStringLiteral(TENANT_SORTS).withDefault("name"),
  dir: parseAsStringLiteral(["asc", "desc"]).withDefault("asc"),
  hide: parseAsArrayOf(parseAsStringLiteral(HIDEABLE)),
  cursor: parseAsString,
};

const serialize = createSerializer(tenantSearch);

/** The list's address after `?`, without the page one is on: what a saved view keeps. */
export const addressOf = (search: TenantSearch): string =>
  serialize({ ...search, q: search.q.trim(), cursor: null }).replace(/^\?/, "");

export const loadTenantSearch = createLoader(tenantSearch);

export type TenantSearch = ReturnType<typeof loadTenantSearch> extends Promise<infer T> ? T : never;

export const PAGE_SIZE = 50;

/** What the API is asked for the list in this state; empty filters are left out. */
export function listInput(search: TenantSearch) {
  const { q, state, health, plan, sort, dir, cursor } = search;
  return {
    q: q.trim().slice(0, 200) || undefined,
    state: state ?? undefined,
    health: health ?? undefined,
    plan: plan?.slice(0, 100) || undefined,
    sort,
    dir,
    cursor: cursor ?? undefined,
    limit: PAGE_SIZE,
  };
}

/** True when something narrows the list down. */
export function isFiltered(search: Pick<TenantSearch, "q" | "state" | "health" | "plan">): boolean {
  return Boolean(search.q.trim() || search.state || search.health || search.plan);
}
