import { sourceError } from "../errors";
import { DATA } from "../files/formats";
import { tableOf } from "../files/properties";
import type { Bucket } from "./client";
import type { S3Properties } from "./properties";

export interface StoredObject {
  key: string;
  /** What the storage calls this content; another one means the object was replaced. */
  etag: string;
  bytes: number;
}

/** One table: the same-shaped objects it consists of. */
export interface ObjectTable {
  name: string;
  objects: StoredObject[];
}

/** Longest list of objects that is looked through. */
const MOST_OBJECTS = 20_000;
/** Most objects of one table. */
const MOST_PARTS = 5000;

export interface ObjectPage {
  objects: StoredObject[];
  /** Where the next page begins; absent on the last one. */
  next?: string;
}

/** One page of the objects below the prefix, as many as the storage likes to give at a time. */
export async function objectPage(bucket: Bucket, signal?: AbortSignal, from?: string): Promise<ObjectPage> {
  const { name, count, objects, next } = await bucket.list(from, signal);
  // Any web page is read as an empty list; only storage says whose list it is.
  if (name === undefined && count === undefined)
    throw sourceError("source.not_reachable", "What answers there is no S3-compatible storage.");
  return { objects, ...(next ? { next } : {}) };
}

/** The first page and all others, in the order of their keys. Throws `source.type` for too many. */
export async function allObjects(
  first: ObjectPage,
  page: (from: string) => Promise<ObjectPage>,
): Promise<StoredObject[]> {
  const found = [...first.objects];
  for (let { next } = first; next; ) {
    const more = await page(next);
    found.push(...more.objects);
    if (found.length > MOST_OBJECTS)
      throw sourceError(
        "source.type",
        `There are more than ${MOST_OBJECTS.toLocaleString("en")} objects below the prefix.`,
        { advice: "Give a longer prefix." },
      );
    next = more.next;
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** `orders/*.parquet` as an expression: `*` and `?` stand for characters of one part of the key, `**` for any. */
function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*\*\/?|\*|\?)/).map((part) => {
    if (part.startsWith("**")) return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

/**
 * The declared tables, or, where none are declared, what lies below the prefix: each CSV or Parquet object is a table
 * called after it, and everything in a folder is one table called after the folder. Throws `source.file_missing`.
 */
export function objectTables(objects: readonly StoredObject[], properties: S3Properties): ObjectTable[] {
  const { prefix = "", files } = properties;
  const inside = objects.map((object) => ({
    object,
    name: object.key.slice(prefix.length).replace(/^\/+/, ""),
  }));
  const tables: ObjectTable[] = [];
  for (const [name, globs] of Object.entries(files ?? folders(inside.map((i) => i.name)))) {
    const chosen = new Set<StoredObject>();
    for (const glob of globs) {
      const pattern = patternOf(glob.replace(/^\/+/, ""));
      const fits = inside.filter((i) => pattern.test(i.name));
      if (fits.length === 0)
        throw sourceError("source.file_missing", `No object of the bucket matches "${glob}".`, {
          params: { file: glob },
        });
      for (const { object } of fits) chosen.add(object);
    }
    if (chosen.size > MOST_PARTS)
      throw sourceError(
        "source.type",
        `The table "${name}" has ${chosen.size.toLocaleString("en")} objects.`,
        {
          advice: `Name at most ${MOST_PARTS.toLocaleString("en")} of them by a narrower pattern.`,
        },
      );
    tables.push({ name, objects: [...chosen] });
  }
  return tables;
}

/** Patterns by table for objects nobody declared. A table of a folder takes the files of its commonest kind. */
function folders(names: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  for (const name of names.filter((n) => DATA.test(n) && !/[*?]/.test(n))) {
    const folder = name.includes("/") ? (name.split("/")[0] ?? "") : "";
    const table = folder || tableOf(name);
    const known = found[table];
    if (!known) found[table] = [name];
    else if (folder && isParquet(name) === isParquet(known[0] ?? "")) known.push(name);
  }
  return found;
}

/** By its name; what the object really is shows when it is there. */
export function isParquet(key: string): boolean {
  return /\.(parquet|pq)$/i.test(key);
}
