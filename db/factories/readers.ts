import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Bookmarks = Schema["bookmarks"];
type OwnSheets = Schema["ownSheets"];
type Deliveries = Schema["deliveries"];

/** A bookmark of `appId` that selects nothing, of nobody who asks. */
export function makeBookmark(
  store: Store,
  overrides: Partial<Bookmarks["$inferInsert"]> & { tenantId: string; appId: string },
): Promise<Bookmarks["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.bookmarks, {
    id: newId("bookmark"),
    owner: `user:usr_${n}`,
    name: `Bookmark ${n}`,
    place: { selections: {} },
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** An empty private sheet in `appId`, of nobody who asks. */
export function makeOwnSheet(
  store: Store,
  overrides: Partial<OwnSheets["$inferInsert"]> & { tenantId: string; appId: string },
): Promise<OwnSheets["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.ownSheets, {
    id: newId("sheet"),
    owner: `user:usr_${n}`,
    sheet: { sheet: `sheet-${n}`, format: 1, title: `Sheet ${n}`, objects: [] },
    revision: 1,
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** A sheet that somebody who never asks is sent each morning. */
export function makeDelivery(
  store: Store,
  overrides: Partial<Deliveries["$inferInsert"]> & { tenantId: string; appId: string; memberId: string },
): Promise<Deliveries["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.deliveries, {
    id: newId("delivery"),
    userId: `usr_${n}`,
    sheet: `sheet-${n}`,
    sheetTitle: `Sheet ${n}`,
    every: "daily",
    at: "07:00",
    zone: "UTC",
    language: "en",
    state: "active",
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}
