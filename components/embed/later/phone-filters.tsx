import { later } from "../../dashboards/late/later";
import { useRuntime } from "../../dashboards/runtime";

const Filters = later(async () => (await import("../../dashboards/parts/phone-filters")).PhoneFilters);

/** The button that floats over a sheet, on phones alone. */
export function PhoneFilters() {
  return useRuntime().width === "narrow" ? <Filters /> : null;
}
