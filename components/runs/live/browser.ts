import { HEARTBEAT_MS, type LivePorts, type Message } from "./ports";

const NAME = "tenantry-live";
const SOON_MS = 50;

/** Leadership by a Web Lock: the browser hands it to the next tab when this one closes or crashes. */
function leadByLock(start: () => () => void): () => void {
  const waiting = new AbortController();
  let release: () => void = () => undefined;
  navigator.locks
    .request(NAME, { signal: waiting.signal }, () => {
      const stop = start();
      return new Promise<void>((resolve) => {
        release = () => {
          stop();
          resolve();
        };
      });
    })
    .catch(() => undefined); // Aborted while waiting: another tab leads.
  return () => {
    waiting.abort();
    release();
  };
}

/**
 * The hub's ports in a browser. Where there are no locks (plain http on another host than localhost) every tab
 * leads itself.
 */
export function browserPorts(open: LivePorts["open"]): LivePorts {
  const shared = typeof BroadcastChannel !== "undefined" && "locks" in navigator;
  const channel = shared ? new BroadcastChannel(NAME) : null;
  return {
    tab: crypto.getRandomValues(new Uint32Array(2)).join("-"),
    post: (message) => channel?.postMessage(message),
    listen(listener) {
      const hear = (event: MessageEvent<Message>) => listener(event.data);
      channel?.addEventListener("message", hear);
      return () => channel?.removeEventListener("message", hear);
    },
    lead: shared ? leadByLock : (start) => start(),
    open,
    soon(task) {
      const timer = setTimeout(task, SOON_MS);
      return () => clearTimeout(timer);
    },
    every(task) {
      const timer = setInterval(task, HEARTBEAT_MS);
      return () => clearInterval(timer);
    },
    now: () => Date.now(),
  };
}

/** Calls `listener` with whether the tab is seen, now and at every change; a page put aside counts as hidden. */
export function onVisibility(listener: (visible: boolean) => void): () => void {
  const changed = () => listener(document.visibilityState === "visible");
  const hidden = () => listener(false);
  document.addEventListener("visibilitychange", changed);
  window.addEventListener("pageshow", changed);
  window.addEventListener("pagehide", hidden);
  changed();
  return () => {
    document.removeEventListener("visibilitychange", changed);
    window.removeEventListener("pageshow", changed);
    window.removeEventListener("pagehide", hidden);
  };
}
