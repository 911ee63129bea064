import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Runs = Schema["runs"];

/** The business row of a queued run; a root unless `rootId` is given. No workflow is started. */
export function makeRun(
  store: Store,
  overrides: Partial<Runs["$inferInsert"]> = {},
): Promise<Runs["$inferSelect"]> {
  const n = unique();
  const { id = newId("run"), ...rest } = overrides;
  return insertRow(store, store.tables.runs, {
    id,
    kind: "provision",
    rootId: id,
    title: `Run ${n}`,
    state: "queued",
    input: {},
    startedBy: "local:test",
    createdAt: new Date(),
    ...rest,
  });
}
