import { envelope, type FromFrame, opened, type ToFrame } from "./protocol";

/** The page around the frame, spoken to and heard at one origin only. */
export interface HostLink {
  /** The page's origin, as the browser knows it. */
  origin: string;
  say(message: FromFrame): void;
  hear(listener: (message: ToFrame) => void): () => void;
}

/** The origin the element says it is on; the browser holds it to that whenever something is posted. */
function named(location: Location): string | null {
  const text = new URLSearchParams(location.hash.slice(1)).get("host");
  if (!text || !URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return protocol === "https:" || protocol === "http:" ? origin : null;
}

/** Null where nothing is around, or where the page around is not the one it claims to be. */
export function hostLink(frame: Window = window): HostLink | null {
  const origin = named(frame.location);
  if (!origin || frame.parent === frame) return null;
  const around = frame.location.ancestorOrigins?.[0];
  if (around !== undefined && around !== origin) return null;
  return {
    origin,
    say: (message) => frame.parent.postMessage(envelope(message), origin),
    hear(listener) {
      const listen = (event: MessageEvent) => {
        if (event.source !== frame.parent || event.origin !== origin) return;
        const message = opened<ToFrame>(event.data);
        if (message) listener(message);
      };
      frame.addEventListener("message", listen);
      return () => frame.removeEventListener("message", listen);
    },
  };
}
