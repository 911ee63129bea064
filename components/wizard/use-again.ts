import { useEffect } from "react";

const AGAIN_MS = 8000;

/**
 * Tries again what failed: when the network is back, when the person comes back (signed in again in another tab, say),
 * and now and then where nothing answered at all.
 */
export function useAgain(failed: boolean, unanswered: boolean, attempt: () => Promise<unknown>): void {
  useEffect(() => {
    if (!failed) return;
    const again = () => void attempt().catch(() => undefined);
    const timer = unanswered ? setInterval(again, AGAIN_MS) : undefined;
    window.addEventListener("online", again);
    window.addEventListener("focus", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
      window.removeEventListener("focus", again);
    };
  }, [failed, unanswered, attempt]);
}
