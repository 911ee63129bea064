import { inArray } from "drizzle-orm";
import type { Store } from "@/db/store";
import type { Reach, SourceReach } from "./port";

/** Ids of the two rows in `settings`. */
export const REACH_ROWS = { hosts: "source-hosts", folders: "file-folders" } as const;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((v): v is string => typeof v === "string") : [];

/** A reach that lives in memory, over what the environment fixed. */
export function createSourceReach(fixed: Reach, initial: Reach = { hosts: [], folders: [] }): SourceReach {
  let chosen = initial;
  return {
    fixed,
    chosen: () => chosen,
    all: () => ({
      hosts: [...new Set([...fixed.hosts, ...chosen.hosts])],
      folders: [...new Set([...fixed.folders, ...chosen.folders])],
    }),
    remember: (next) => {
      chosen = next;
    },
  };
}

/** Reads what the settings hold, once. */
export async function loadSourceReach(store: Store, fixed: Reach): Promise<SourceReach> {
  const { settings } = store.tables;
  const rows = await store.read
    .select()
    .from(settings)
    .where(inArray(settings.id, Object.values(REACH_ROWS)));
  const value = (id: string) => texts(rows.find((r) => r.id === id)?.value);
  return createSourceReach(fixed, { hosts: value(REACH_ROWS.hosts), folders: value(REACH_ROWS.folders) });
}
