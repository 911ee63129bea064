import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Tenants = Schema["tenants"];

/** An active customer on the built-in platform. `searchText` follows name, slug and id. */
export function makeTenant(
  store: Store,
  overrides: Partial<Tenants["$inferInsert"]> = {},
): Promise<Tenants["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  const { id = newId("tenant"), slug = `tenant-${n}`, name = `Tenant ${n}`, ...rest } = overrides;
  return insertRow(store, store.tables.tenants, {
    id,
    slug,
    name,
    state: "active",
    platform: "built-in",
    plan: "standard@1",
    region: "eu",
    language: "en",
    branding: {},
    searchText: `${name} ${slug} ${id}`.toLowerCase(),
    createdAt: now,
    updatedAt: now,
    ...rest,
  });
}
