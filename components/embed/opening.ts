import { type HostLink, hostLink } from "./host-link";
import type { EmbedOptions, ToFrame } from "./protocol";
import { type EmbedFailure, EmbedSession } from "./session";
import { tokenDesk } from "./token-desk";
import { keepFloatsInSight } from "./unseen";

export interface Opening {
  link: HostLink;
  app: string;
  /** Of the first attempt. */
  session: EmbedSession;
  newSession(): EmbedSession;
  /** What the page around wishes so far; null before its first word. */
  options(): EmbedOptions | null;
  /** What kept the newest session from opening. */
  refused(): EmbedFailure | null;
  /** Hears of every change of options and refusal, and of all the page says beside tokens and options. */
  hear(listener: (message: ToFrame | null) => void): () => void;
}

/**
 * The frame's talk with the page around it, which begins before the dashboard's own script is here: greeting, options,
 * token, session and the dashboard's document all come in while the rest is still being fetched.
 */
function begin(link: HostLink): Opening {
  const app = location.pathname.split("/").at(-1) ?? "";
  const desk = tokenDesk(link);
  const listeners = new Set<(message: ToFrame | null) => void>();
  let options: EmbedOptions | null = null;
  let refused: EmbedFailure | null = null;
  const tell = (message: ToFrame | null) => {
    for (const listener of listeners) listener(message);
  };
  const newSession = () => {
    refused = null;
    const made: EmbedSession = new EmbedSession({
      app,
      page: link.origin,
      token: desk.ask,
      onRefused(failure) {
        if (made !== newest) return;
        refused = failure;
        tell(null);
      },
    });
    newest = made;
    // Whoever asks for figures asks again where this fails, and tells.
    made.session().catch(() => undefined);
    return made;
  };
  let newest: EmbedSession | null = null;
  link.hear((message) => {
    if (message.type === "token") desk.take(String(message.token));
    else if (message.type === "no-token") desk.fail(String(message.message));
    else if (message.type === "options") {
      options = { ...options, ...message.options };
      tell(null);
    } else if (message.type === "unseen") keepFloatsInSight(message);
    else tell(message);
  });
  link.say({ type: "hello" });
  return {
    link,
    app,
    session: newSession(),
    newSession,
    options: () => options,
    refused: () => refused,
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const link = hostLink();

/** Null where nothing is around the frame, or a page that is not what it says. */
export const opening: Opening | null = link && begin(link);
