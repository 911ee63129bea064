import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNull,
  like,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { visibleTenants } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { decodeCursor, encodeCursor, type Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type ListTenantsInput, listTenantsInput } from "./schemas";
import { type Tenant, type TenantRow, toTenant } from "./tenant";

type Filters = ReturnType<typeof listTenantsInput.parse>;

/** Condition of the customers' tenants the actor may see that match. */
export function tenantFilters(ctx: Context, f: Partial<Filters> & { sample?: boolean }): SQL | undefined {
  const { tenants } = ctx.store.tables;
  const visible = visibleTenants(ctx, "tenants:read");
  return and(
    eq(tenants.kind, "customer"),
    isNull(tenants.deletedAt),
    visible ? inArray(tenants.id, visible) : undefined,
    f.q ? like(tenants.searchText, `%${f.q.toLowerCase().replace(/[%_]/g, "")}%`) : undefined,
    f.slug ? eq(tenants.slug, f.slug) : undefined,
    f.state ? eq(tenants.state, f.state) : undefined,
    f.health ? eq(tenants.health, f.health) : undefined,
    f.plan ? eq(tenants.plan, f.plan) : undefined,
    f.sample === undefined ? undefined : eq(tenants.sample, f.sample),
  );
}

function sortColumn(ctx: Context, sort: Filters["sort"]) {
  const { tenants } = ctx.store.tables;
  const columns = {
    name: tenants.searchText,
    created: tenants.createdAt,
    updated: tenants.updatedAt,
    state: tenants.state,
    plan: tenants.plan,
  };
  return columns[sort];
}

const SORT_FIELD = {
  name: "searchText",
  created: "createdAt",
  updated: "updatedAt",
  state: "state",
  plan: "plan",
} as const;

function sortValue(row: TenantRow, sort: Filters["sort"]): string | number {
  const value = row[SORT_FIELD[sort]];
  return value instanceof Date ? value.getTime() : value;
}

/** A cursor's value is checked by the decoder, the column encodes it. */
const param = (value: unknown, column: SQLiteColumn) => sql`${sql.param(value, column)}`;

function after(ctx: Context, f: Filters): SQL | undefined {
  if (!f.cursor) return undefined;
  const { value, id } = decodeCursor(f.cursor);
  const column = sortColumn(ctx, f.sort);
  const beyond = f.dir === "asc" ? gt : lt;
  const from = f.dir === "asc" ? gte : lte;
  const at: unknown = f.sort === "created" || f.sort === "updated" ? new Date(Number(value)) : value;
  // The first condition says nothing new; it is where the index is entered, however deep the page lies.
  return and(
    from(column, param(at, column)),
    or(beyond(column, param(at, column)), and(eq(column, param(at, column)), beyond(tie(ctx, f.sort), id))),
  );
}

/** What breaks ties: the next column of the sort's index. The search text holds the id, so both are unique. */
function tie(ctx: Context, sort: Filters["sort"]): SQLiteColumn {
  const { tenants } = ctx.store.tables;
  return sort === "state" || sort === "plan" ? tenants.searchText : tenants.id;
}

const tieValue = (row: TenantRow, sort: Filters["sort"]) =>
  sort === "state" || sort === "plan" ? row.searchText : row.id;

/** Customers' tenants the actor may see, keyset-paged. */
export async function listTenants(ctx: Context, input: ListTenantsInput = {}): Promise<Page<Tenant>> {
  const f = parse(listTenantsInput, input);
  const { tenants } = ctx.store.tables;
  const order = f.dir === "asc" ? asc : desc;
  const rows = await ctx.store.read
    .select()
    .from(tenants)
    .where(and(tenantFilters(ctx, f), after(ctx, f)))
    .orderBy(order(sortColumn(ctx, f.sort)), order(tie(ctx, f.sort)))
    .limit(f.limit + 1);
  const items = rows.slice(0, f.limit);
  const last = items.at(-1);
  return {
    items: items.map(toTenant),
    next:
      rows.length > f.limit && last ? encodeCursor(sortValue(last, f.sort), tieValue(last, f.sort)) : null,
  };
}

export interface TenantFacets {
  total: number;
  state: Record<string, number>;
  plan: Record<string, number>;
  health: Record<string, number>;
}

/** How many tenants there are under each filter value, for the search given. */
export async function tenantFacets(ctx: Context, input: { q?: string } = {}): Promise<TenantFacets> {
  const { tenants } = ctx.store.tables;
  const rows = await ctx.store.read
    .select({ state: tenants.state, plan: tenants.plan, health: tenants.health, n: count() })
    .from(tenants)
    .where(tenantFilters(ctx, { q: input.q?.slice(0, 200) }))
    .groupBy(tenants.state, tenants.plan, tenants.health);
  const facets: TenantFacets = { total: 0, state: {}, plan: {}, health: {} };
  for (const r of rows) {
    facets.total += r.n;
    facets.state[r.state] = (facets.state[r.state] ?? 0) + r.n;
    facets.plan[r.plan] = (facets.plan[r.plan] ?? 0) + r.n;
    facets.health[r.health] = (facets.health[r.health] ?? 0) + r.n;
  }
  return facets;
}
