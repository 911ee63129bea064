import type { DashboardDocument, DashboardMeasure } from "@/server/apps/dashboard-document";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import type { Manifest } from "@/server/templates";
import type { DashboardSource } from "../dashboards";

/** The two calls a dashboard needs of an app. */
export interface AppCalls {
  document(id: string, signal: AbortSignal): Promise<DashboardDocument>;
  ask(id: string, batch: Batch, signal: AbortSignal): Promise<BatchAnswer>;
}

/** Figures of the app a draft was last tried with, under the draft's own measures. */
export function draftSource(app: string, manifest: Manifest, calls: AppCalls): DashboardSource {
  return {
    async document(signal) {
      const document = await calls.document(app, signal);
      return { ...document, measures: measuresOf(manifest) };
    },
    ask: (batch, signal) => calls.ask(app, batch, signal),
  };
}

const measuresOf = (manifest: Manifest): Record<string, DashboardMeasure> =>
  Object.fromEntries(
    manifest.measures.map(({ name, label, expression, format, better, description }) => [
      name,
      { label: label ?? name, value: expression, format, better, description },
    ]),
  );
