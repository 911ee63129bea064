import { later } from "../../dashboards/late/later";
import { useShown } from "../../dashboards/runtime";

const Missing = later(async () => (await import("../../dashboards/bookmarks/missing-notice")).MissingNotice);
const Refused = later(async () => (await import("../../dashboards/bookmarks/refused-notice")).RefusedNotice);

/** Nothing until one has gone to a bookmark. */
export function MissingNotice() {
  return useShown((s) => s.bookmark) ? <Missing /> : null;
}

/** Nothing until something was refused. */
export function RefusedNotice() {
  return useShown((s) => s.refused) ? <Refused /> : null;
}
