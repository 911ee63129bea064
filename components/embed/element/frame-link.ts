import { envelope, type FromFrame, opened, type ToFrame } from "../protocol";

/** The frame, spoken to and heard at the embed's origin only. */
export interface FrameLink {
  say(message: ToFrame): void;
  close(): void;
}

interface Listener {
  hear(message: FromFrame): void;
  /** Of each message, for whoever looks on; a token is left out. */
  log(to: "frame" | "page", message: ToFrame | FromFrame): void;
}

export function frameLink(frame: HTMLIFrameElement, origin: string, { hear, log }: Listener): FrameLink {
  const listen = (event: MessageEvent) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const message = opened<FromFrame>(event.data);
    if (!message) return;
    log("page", message);
    hear(message);
  };
  addEventListener("message", listen);
  return {
    say(message) {
      // While one scrolls there are many of these, and they tell nobody anything.
      if (message.type !== "unseen")
        log("frame", message.type === "token" ? { ...message, token: "…" } : message);
      frame.contentWindow?.postMessage(envelope(message), origin);
    },
    close: () => removeEventListener("message", listen),
  };
}
