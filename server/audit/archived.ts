import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { asc, eq } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import type { Store } from "@/db/store";

/** One entry with its payload, in the chain's table or in an archive of it. */
export interface KeptEntry {
  entry: Schema["auditEntries"]["$inferSelect"];
  payload: Schema["auditPayloads"]["$inferSelect"] | null;
}

const unpack = promisify(gunzip);

/** One line of an archive. */
export const lineOf = ({ entry, payload }: KeptEntry): string => JSON.stringify({ entry, payload });

export function fromLine(line: string): KeptEntry {
  const { entry, payload } = JSON.parse(line) as KeptEntry;
  const erasedAt = payload?.erasedAt ? new Date(payload.erasedAt) : null;
  // Archives keep the fields there were when they were made.
  const later = { viewedAs: null, address: null, requestId: null };
  return {
    entry: { ...later, ...entry, at: new Date(entry.at) },
    payload: payload && { ...payload, erasedAt },
  };
}

/** Archived entries of a chain, oldest first. @throws where an archive cannot be read at all */
export async function* archived(store: Store, chain: string): AsyncGenerator<KeptEntry> {
  const { auditArchives: a } = store.tables;
  const parts = await store.read
    .select({ id: a.id })
    .from(a)
    .where(eq(a.chain, chain))
    .orderBy(asc(a.firstSeq));
  for (const { id } of parts) {
    const [part] = await store.read.select({ lines: a.lines }).from(a).where(eq(a.id, id));
    const text = (await unpack(Buffer.from(part?.lines ?? "", "base64"))).toString("utf8");
    yield* text.split("\n").map(fromLine);
  }
}
