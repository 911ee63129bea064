"use client";

import { useEffect, useState } from "react";
import type { DashboardTheme } from "./source";

/** The theme in force: the given one, else that of the page around, followed as it changes. */
export function useThemeOf(element: HTMLElement | null, given: DashboardTheme | undefined): DashboardTheme {
  const [around, setAround] = useState<DashboardTheme>("light");
  useEffect(() => {
    if (given || !element) return;
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const read = () => {
      const set = element.parentElement?.closest<HTMLElement>("[data-theme]")?.dataset.theme;
      setAround(set === "dark" || set === "light" ? set : system.matches ? "dark" : "light");
    };
    read();
    system.addEventListener("change", read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"], subtree: false });
    return () => {
      system.removeEventListener("change", read);
      observer.disconnect();
    };
  }, [element, given]);
  return given ?? around;
}
