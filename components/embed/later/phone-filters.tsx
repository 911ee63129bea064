import { lazy, Suspense } from "react";
import { useRuntime } from "../../dashboards/runtime";

const Filters = lazy(async () => ({
  default: (await import("../../dashboards/parts/phone-filters")).PhoneFilters,
}));

/** The button that floats over a sheet, on phones alone. */
export function PhoneFilters() {
  const { width } = useRuntime();
  if (width !== "narrow") return null;
  return (
    <Suspense fallback={null}>
      <Filters />
    </Suspense>
  );
}
