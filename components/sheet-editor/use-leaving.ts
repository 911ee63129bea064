"use client";

import { useEffect, useState } from "react";

/**
 * Warns before unsaved work is left: the browser itself when the page goes, `asked` when a link inside the portal was
 * clicked. `go` follows that link after all.
 */
export function useLeaving(dirty: boolean): { asked: string | null; go(): void; stay(): void } {
  const [asked, setAsked] = useState<string | null>(null);
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target === "_blank";
      if (!link || elsewhere || event.button !== 0 || link.origin !== window.location.origin) return;
      if (link.pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setAsked(link.href);
    };
    window.addEventListener("beforeunload", warn);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", warn);
      document.removeEventListener("click", onClick, true);
    };
  }, [dirty]);
  return {
    asked,
    stay: () => setAsked(null),
    go() {
      const to = asked;
      setAsked(null);
      if (to === null) return;
      // Asked already: the browser need not ask again.
      window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), {
        capture: true,
        once: true,
      });
      window.location.assign(to);
    },
  };
}
