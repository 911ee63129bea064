import { useEffect, useMemo, useRef, useState } from "react";
import type { DashboardHandle } from "../dashboards";
import type { HostLink } from "./host-link";
import type { EmbedOptions } from "./protocol";
import { EmbedFailure, EmbedSession } from "./session";

/** How long the page around may take to give a token. */
const TOKEN_MS = 30_000;

/** Hands tokens from the host's messages to whoever waits for one. */
function tokenDesk(link: HostLink) {
  let waiting: { take: (token: string) => void; fail: (error: Error) => void } | null = null;
  return {
    ask: () =>
      new Promise<string>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new EmbedFailure("embeds.no_token", "The page around gave no token.", "", 408)),
          TOKEN_MS,
        );
        waiting = {
          take: (token) => {
            clearTimeout(timer);
            resolve(token);
          },
          fail: (error) => {
            clearTimeout(timer);
            reject(error);
          },
        };
        link.say({ type: "need-token" });
      }),
    take(token: string) {
      waiting?.take(token);
      waiting = null;
    },
    fail(message: string) {
      waiting?.fail(new EmbedFailure("embeds.no_token", message, "", 401));
      waiting = null;
    },
  };
}

export interface Host {
  options: EmbedOptions | null;
  session: EmbedSession;
  /** What only the host or its operator can mend. */
  refused: EmbedFailure | null;
  /** Asks for another token and starts again. */
  retry(): void;
  handle: React.RefObject<DashboardHandle | null>;
}

/** The frame's conversation with the page around it. */
export function useHost(link: HostLink, app: string): Host {
  const [options, setOptions] = useState<EmbedOptions | null>(null);
  const [refused, setRefused] = useState<EmbedFailure | null>(null);
  const [attempt, setAttempt] = useState(0);
  const handle = useRef<DashboardHandle>(null);
  const desk = useMemo(() => tokenDesk(link), [link]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another session
  const session = useMemo(
    () => new EmbedSession({ app, page: link.origin, token: desk.ask, onRefused: setRefused }),
    [app, link, desk, attempt],
  );

  useEffect(() => {
    const stop = link.hear((message) => {
      const dashboard = handle.current;
      if (message.type === "token") desk.take(String(message.token));
      else if (message.type === "no-token") desk.fail(String(message.message));
      else if (message.type === "options") setOptions((before) => ({ ...before, ...message.options }));
      else if (message.type === "select") dashboard?.select(message.selections);
      else if (message.type === "clear") dashboard?.clear(message.field);
      else if (message.type === "refresh") dashboard?.refresh();
      else if (message.type === "get-state")
        link.say({ type: "state", id: message.id, state: dashboard?.getState() ?? null });
    });
    link.say({ type: "hello" });
    return stop;
  }, [link, desk]);

  useEffect(() => {
    // The dashboard asks again where this fails, and tells.
    session.session().catch(() => undefined);
  }, [session]);

  useEffect(() => {
    if (refused) link.say({ type: "error", code: refused.code, message: refused.message });
  }, [refused, link]);

  return {
    options,
    session,
    refused,
    handle,
    retry() {
      setRefused(null);
      setAttempt((n) => n + 1);
    },
  };
}
