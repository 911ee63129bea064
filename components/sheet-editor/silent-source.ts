import type { DashboardSource } from "../dashboards";

/** A source without data: the canvas shows titles and shapes, no figures. */
export function silentSource(): DashboardSource {
  return {
    document: () =>
      Promise.resolve({
        app: { id: "", title: "", template: "", version: "" },
        generation: "",
        dataAt: "",
        sheets: [],
        measures: {},
        fields: {},
        language: "en",
        currency: null,
        tenant: { name: "" },
        branding: {},
        look: {},
      }),
    ask: () => new Promise(() => undefined),
  };
}
