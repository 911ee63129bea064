import type { Failure } from "../failure";

/** The code of a question that selects in a field the data don't have. */
export const FIELD_MISSING = "query.field_missing";

export const noSuchSheet = (id: string): Failure => ({
  kind: "missing",
  code: "dashboards.sheet_missing",
  message: `There is no sheet "${id}".`,
});

/** @param name id or name, as the sheet has it */
export const noSuchBookmark = (name: string): Failure => ({
  kind: "missing",
  code: "dashboards.bookmark_missing",
  message: `There is no bookmark "${name}".`,
  part: name,
});

/** Nobody is known to read here, or who reads keeps no bookmarks. @param why in the reader's words */
export const noBookmarks = (name: string, why?: string): Failure => ({
  kind: "forbidden",
  code: why === undefined ? "dashboards.no_bookmarks" : "dashboards.bookmarks_refused",
  message: why ?? `Bookmarks are not available here, so not "${name}".`,
  part: name,
});
