"use client";

import { useEffect, useState } from "react";

/** The present instant, renewed every `ms` while the tab is visible; 0 stops it. */
export function useNow(ms: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (ms <= 0) return;
    const tick = () => document.visibilityState === "visible" && setNow(new Date());
    tick();
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}
