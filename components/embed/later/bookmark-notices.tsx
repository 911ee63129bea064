import { lazy, Suspense } from "react";
import { useShown } from "../../dashboards/runtime";

const Missing = lazy(async () => ({
  default: (await import("../../dashboards/bookmarks/missing-notice")).MissingNotice,
}));
const Refused = lazy(async () => ({
  default: (await import("../../dashboards/bookmarks/refused-notice")).RefusedNotice,
}));

/** Nothing until one has gone to a bookmark. */
export function MissingNotice() {
  if (!useShown((s) => s.bookmark)) return null;
  return (
    <Suspense fallback={null}>
      <Missing />
    </Suspense>
  );
}

/** Nothing until something was refused. */
export function RefusedNotice() {
  if (!useShown((s) => s.refused)) return null;
  return (
    <Suspense fallback={null}>
      <Refused />
    </Suspense>
  );
}
