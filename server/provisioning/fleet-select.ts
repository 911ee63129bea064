import { and, asc, count, eq, inArray, ne } from "drizzle-orm";
import { authorize, type Permission } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { tenantFilters } from "@/server/tenants";
import { type FleetAction, type FleetInput, fleetInput, MAX_FLEET } from "./fleet-schemas";

export interface Chosen {
  id: string;
  name: string;
  state: string;
}

export const NEEDS: Record<FleetAction, Permission> = {
  reload: "reloads:start",
  suspend: "tenants:update",
  resume: "tenants:update",
  delete: "tenants:delete",
};

/** States an action can begin from. Those of others are left out and counted. */
const FROM: Record<FleetAction, readonly string[]> = {
  reload: ["active", "failed"],
  suspend: ["active"],
  resume: ["suspended"],
  delete: ["draft", "active", "failed", "suspended", "setting-up"],
};

export interface Selection {
  action: FleetAction;
  /** Tenants the action will be done to. */
  fit: Chosen[];
  /** Chosen ones it cannot be done to, by their state. */
  unfit: Record<string, number>;
  /** More matched than one run may have. */
  over: boolean;
}

/** Rows of the tenants that were named, or that match; one more than a run may have, where there are more. */
export function chosenTenants(ctx: Context, { ids, filter }: Pick<FleetInput, "ids" | "filter">) {
  const { tenants: t } = ctx.store.tables;
  const chosen = ids
    ? and(inArray(t.id, ids), eq(t.kind, "customer"), ne(t.state, "deleted"))
    : tenantFilters(ctx, filter ?? {});
  return ctx.store.read
    .select()
    .from(t)
    .where(chosen)
    .orderBy(asc(t.searchText), asc(t.id))
    .limit(MAX_FLEET + 1);
}

/** Looks up what was chosen. First thing of every verb on the fleet. */
export async function selectFleet(ctx: Context, input: FleetInput): Promise<Selection> {
  const { action, ids, filter } = parse(fleetInput, input);
  authorize(ctx, NEEDS[action]);
  const rows = await chosenTenants(ctx, { ids, filter });
  const unfit: Record<string, number> = {};
  const fit = rows.filter(({ state }) => {
    if (FROM[action].includes(state)) return true;
    unfit[state] = (unfit[state] ?? 0) + 1;
    return false;
  });
  return { action, fit, unfit, over: rows.length > MAX_FLEET };
}

export interface FleetPreview {
  /** Tenants it will be done to. */
  tenants: number;
  unfit: Record<string, number>;
  /** At most this many in one run; `over` says that more matched. */
  limit: number;
  over: boolean;
  apps: number;
  connections: number;
  people: number;
  reloads: number;
  /** The only one's name. */
  name: string | null;
}

/** What an action would do, counted, before anybody is asked. Writes nothing. */
export async function previewFleet(ctx: Context, input: FleetInput): Promise<FleetPreview> {
  const { fit, unfit, over } = await selectFleet(ctx, input);
  const { apps, connections, members, reloads } = ctx.store.tables;
  const ids = fit.map((tenant) => tenant.id);
  const of = async (table: typeof apps | typeof connections | typeof members | typeof reloads) => {
    let n = 0;
    for (let i = 0; i < ids.length; i += 500) {
      const [row] = await ctx.store.read
        .select({ n: count() })
        .from(table)
        .where(inArray(table.tenantId, ids.slice(i, i + 500)));
      n += row?.n ?? 0;
    }
    return n;
  };
  return {
    tenants: fit.length,
    unfit,
    limit: MAX_FLEET,
    over,
    apps: await of(apps),
    connections: await of(connections),
    people: await of(members),
    reloads: await of(reloads),
    name: fit.length === 1 ? (fit[0]?.name ?? null) : null,
  };
}
