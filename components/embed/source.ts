import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import type { DashboardSource } from "../dashboards/source";
import { type EmbedSession, failureFrom } from "./session";

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await failureFrom(response);
  return (await response.json()) as T;
}

/** The dashboard's document and figures by plain requests to the embed's own origin. */
export function embedSource(session: EmbedSession, brand: "on" | "off"): DashboardSource {
  return {
    async document(signal) {
      const document =
        ((await session.dashboard()) as DashboardDocument | null) ??
        (await answer<DashboardDocument>(await session.request("/api/embed/dashboard", { signal })));
      return brand === "off" ? { ...document, branding: {}, look: {} } : document;
    },
    async ask(batch: Batch, signal) {
      const init = { method: "POST", body: JSON.stringify(batch), signal };
      return answer<BatchAnswer>(await session.request("/api/embed/ask", init));
    },
    async file(wish, signal, onProgress) {
      const init = { method: "POST", body: JSON.stringify(wish), signal };
      const response = await session.request("/api/embed/export", init);
      if (!response.ok || !response.body) throw await failureFrom(response);
      const { fileFrom } = await import("./file-lines");
      return fileFrom(response.body, onProgress);
    },
  };
}
