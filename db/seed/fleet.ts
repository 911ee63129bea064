import { Random } from "@/server/setup/sample/random";
import { newId } from "@/server/shared/ids";
import type { Schema, TenantState } from "../schema";
import type { Store } from "../store";

type TenantRow = Schema["tenants"]["$inferInsert"];

const BATCH = 400;
const DAY_MS = 86_400_000;
const FIRST = [
  "Alder",
  "Birch",
  "Cedar",
  "Delta",
  "Ember",
  "Fjord",
  "Granit",
  "Harbor",
  "Île",
  "Juniper",
  "Käfer",
];
const SECOND = [
  "Foods",
  "Optik",
  "Logistics",
  "Textil",
  "Motors",
  "Pharma",
  "Books",
  "Energie",
  "Toys",
  "Möbel",
];
const FORMS = ["GmbH", "Ltd", "SA", "Inc", "AB", "K.K."];
const PLANS = ["starter@1", "starter@1", "starter@1", "growth@1", "growth@1", "enterprise@1"];
const REGIONS = ["eu", "eu", "us", "ap"];

/** Most tenants are well; a few need somebody. */
function stateOf(random: Random): Pick<TenantRow, "state" | "health" | "problem"> {
  const roll = random.next();
  const state: TenantState =
    roll < 0.9
      ? "active"
      : roll < 0.93
        ? "failed"
        : roll < 0.95
          ? "setting-up"
          : roll < 0.98
            ? "suspended"
            : "draft";
  if (state === "failed") return { state, health: "failing", problem: "The database refused the password." };
  if (state !== "active") return { state, health: "unknown", problem: null };
  if (random.chance(0.03)) return { state, health: "failing", problem: "The last reload failed." };
  if (random.chance(0.02)) return { state, health: "late", problem: "No reload for two days." };
  return { state, health: "well", problem: null };
}

function tenantRow(i: number, random: Random, now: number): TenantRow {
  const created = now - Math.floor(random.next() * 900 * DAY_MS);
  const name = `${random.pick(FIRST)} ${random.pick(SECOND)} ${random.pick(FORMS)} ${i}`;
  const slug = `${name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")}`;
  const id = newId("tenant", created);
  const state = stateOf(random);
  const reloaded = state.state === "active" ? now - Math.floor(random.next() * 2 * DAY_MS) : null;
  return {
    id,
    kind: "customer",
    slug,
    name,
    ...state,
    platform: "built-in",
    plan: random.pick(PLANS),
    region: random.pick(REGIONS),
    language: random.chance(0.3) ? "de" : "en",
    branding: {},
    sample: true,
    searchText: `${name.toLowerCase()} ${slug} ${id}`,
    lastReloadAt: reloaded === null ? null : new Date(reloaded),
    createdAt: new Date(created),
    updatedAt: new Date(Math.max(created, reloaded ?? 0)),
  };
}

/** Inserts `count` tenants in bulk, about 10,000 in a second; only the list's rows, nothing is provisioned. */
export async function insertFleet(store: Store, count: number, now = Date.now()): Promise<void> {
  const random = new Random(10_000);
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    const rows = Array.from({ length: size }, (_, i) => tenantRow(from + i + 1, random, now));
    await store.tx(async (db) => {
      await db.insert(store.tables.tenants).values(rows);
    });
  }
}
