import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Users = Schema["users"];
type Members = Schema["members"];

/** A person who can sign in; not an operator unless `operatorRole` is given. Has no password. */
export function makeUser(
  store: Store,
  overrides: Partial<Users["$inferInsert"]> = {},
): Promise<Users["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  const id = newId("user");
  return insertRow(store, store.tables.users, {
    id,
    email: `person-${n}@example.com`,
    name: `Person ${n}`,
    verifiedAt: now,
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}

/** A viewer of `tenantId`; without `userId` an invited address that has no account yet. */
export function makeMember(
  store: Store,
  overrides: Partial<Members["$inferInsert"]> & { tenantId: string },
): Promise<Members["$inferSelect"]> {
  const n = unique();
  const now = new Date();
  return insertRow(store, store.tables.members, {
    id: newId("member"),
    email: `member-${n}@example.com`,
    name: `Member ${n}`,
    role: "viewer",
    groups: [],
    createdAt: now,
    updatedAt: now,
    ...overrides,
  });
}
