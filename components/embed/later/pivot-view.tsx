import { later } from "../../dashboards/late/later";

/** Loaded with the answer of the first cross table. */
export const View = later(async () => (await import("../../dashboards/kinds/pivot/view")).View);
