/** Something that was open lately: shown in the command menu before anything is typed. */
export interface Visit {
  href: string;
  label: string;
}

const KEY = "tenantry-visits";
const KEPT = 6;
const OBJECT = /^\/(tenants|runs|templates|apps|connections|reloads)\/(?!new$|import$)[^/]+/;

function isVisit(value: unknown): value is Visit {
  const visit = value as Partial<Visit> | null;
  return typeof visit?.href === "string" && visit.href.startsWith("/") && typeof visit.label === "string";
}

/** What a browser kept; nothing where it keeps nothing. */
export function readVisits(storage: Pick<Storage, "getItem"> | null): Visit[] {
  try {
    const value: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    return Array.isArray(value) ? value.filter(isVisit).slice(0, KEPT) : [];
  } catch {
    return [];
  }
}

/** The newest first, each address once. Only pages of single objects are worth coming back to. */
export function withVisit(visits: readonly Visit[], visit: Visit): Visit[] {
  if (!OBJECT.test(visit.href) || visit.label.trim() === "") return [...visits];
  return [visit, ...visits.filter((v) => v.href !== visit.href)].slice(0, KEPT);
}

export function keepVisit(storage: Storage | null, visit: Visit): void {
  try {
    storage?.setItem(KEY, JSON.stringify(withVisit(readVisits(storage), visit)));
  } catch {
    // A full or forbidden storage only costs the history.
  }
}

/** The browser's storage; null where there is none, or it may not be used. */
export function browserStorage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    return null;
  }
}
