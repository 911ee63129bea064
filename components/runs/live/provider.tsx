"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useTRPCClient } from "../../providers/trpc";
import type { RunEvent } from "../run-types";
import { browserPorts, onVisibility } from "./browser";
import { LiveHub } from "./hub";

const HubContext = createContext<LiveHub | null>(null);

/** One hub per tab, made in the browser only. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useTRPCClient();
  const [hub, setHub] = useState<LiveHub | null>(null);
  useEffect(() => {
    const made = new LiveHub(
      browserPorts((runs, after, on) => {
        let was = false;
        const subscription = client.runs.events.subscribe(
          { ids: runs, lastEventId: String(after) },
          {
            onData: (tracked) => on.events([tracked.data as RunEvent]),
            onConnectionStateChange: ({ state }) => {
              if (state === "pending") was = true;
              on.status(state === "connecting" ? (was ? "reconnecting" : "connecting") : "live");
            },
            onError: () => on.status("reconnecting"),
          },
        );
        return () => subscription.unsubscribe();
      }),
    );
    setHub(made);
    const stop = onVisibility((visible) => made.setVisible(visible));
    return () => {
      stop();
      made.setVisible(false);
    };
  }, [client]);
  return <HubContext.Provider value={hub}>{children}</HubContext.Provider>;
}

export function useLiveHub(): LiveHub | null {
  return useContext(HubContext);
}
