import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import type { BookmarkSource, DashboardSource } from "../dashboards/source";
import { type EmbedSession, failureFrom } from "./session";

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await failureFrom(response);
  return (await response.json()) as T;
}

/** Bookmarks of the session's person. */
function embedBookmarks(session: EmbedSession): BookmarkSource {
  const path = "/api/embed/bookmarks";
  async function post<T>(verb: string, input: object): Promise<T> {
    return answer<T>(
      await session.request(`${path}/${verb}`, { method: "POST", body: JSON.stringify(input) }),
    );
  }
  return {
    list: async () => answer(await session.request(path, {})),
    open: (id) => post("open", { id }),
    save: (name, place) => post("save", { name, place }),
    update: (id, changes) => post("update", { id, ...changes }),
    start: (bookmark) => post("default", { bookmark }),
    remove: (id) => post("remove", { id }),
    restore: (id) => post("restore", { id }),
  };
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
    bookmarks: embedBookmarks(session),
  };
}
