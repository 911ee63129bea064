import { useEffect, useRef, useState } from "react";
import type { DashboardHandle } from "../dashboards";
import type { HostLink } from "./host-link";
import type { Opening } from "./opening";
import type { EmbedOptions } from "./protocol";
import type { EmbedFailure, EmbedSession } from "./session";

export interface Host {
  options: EmbedOptions | null;
  session: EmbedSession;
  /** What only the host or its operator can mend. */
  refused: EmbedFailure | null;
  /** Asks for another token and starts again. */
  retry(): void;
  handle: React.RefObject<DashboardHandle | null>;
}

/** Makes a PDF for the reader, and tells the page around what came of it. */
async function exportPdf(
  link: HostLink,
  dashboard: DashboardHandle | null,
  { id, object }: { id: number; object?: string },
): Promise<void> {
  const outcome = (await dashboard?.exportPdf(object)) ?? null;
  link.say({ type: "exported", id, outcome });
}

/** The frame's conversation with the page around it. */
export function useHost(opening: Opening): Host {
  const { link } = opening;
  const [options, setOptions] = useState(opening.options);
  const [refused, setRefused] = useState(opening.refused);
  const [session, setSession] = useState(opening.session);
  const handle = useRef<DashboardHandle>(null);

  useEffect(() => {
    const catchUp = () => {
      setOptions(opening.options());
      setRefused(opening.refused());
    };
    catchUp();
    return opening.hear((message) => {
      const dashboard = handle.current;
      if (!message) catchUp();
      else if (message.type === "select") dashboard?.select(message.selections);
      else if (message.type === "clear") dashboard?.clear(message.field);
      else if (message.type === "refresh") dashboard?.refresh();
      else if (message.type === "get-state")
        link.say({ type: "state", id: message.id, state: dashboard?.getState() ?? null });
      else if (message.type === "export-pdf")
        void exportPdf(link, dashboard, { object: opening.options()?.object, ...message });
    });
  }, [opening, link]);

  useEffect(() => {
    if (refused) link.say({ type: "error", code: refused.code, message: refused.message });
  }, [refused, link]);

  return {
    options,
    session,
    refused,
    handle,
    retry() {
      setSession(opening.newSession());
      setRefused(null);
    },
  };
}
