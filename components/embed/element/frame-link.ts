import { envelope, type FromFrame, opened, type ToFrame } from "../protocol";

/** The frame, spoken to and heard at the embed's origin only. */
export interface FrameLink {
  say(message: ToFrame): void;
  close(): void;
}

export function frameLink(
  frame: HTMLIFrameElement,
  origin: string,
  hear: (message: FromFrame) => void,
): FrameLink {
  const listen = (event: MessageEvent) => {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    const message = opened<FromFrame>(event.data);
    if (message) hear(message);
  };
  addEventListener("message", listen);
  return {
    say: (message) => frame.contentWindow?.postMessage(envelope(message), origin),
    close: () => removeEventListener("message", listen),
  };
}
