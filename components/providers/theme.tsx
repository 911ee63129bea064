"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { THEME_COOKIE, type Theme } from "./theme-cookie";

const A_YEAR = 31_536_000;

const ThemeContext = createContext<{ theme: Theme; setTheme: (theme: Theme) => void }>({
  theme: "system",
  setTheme: () => undefined,
});

/**
 * Light, dark or the system's. The choice is a cookie, so that the server renders the page in it: no flash and no
 * script before the first paint.
 */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setState] = useState(initial);
  const value = useMemo(
    () => ({
      theme,
      setTheme(next: Theme) {
        setState(next);
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
        document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=${A_YEAR}; samesite=lax`;
        if (next === "system") document.documentElement.removeAttribute("data-theme");
        else document.documentElement.setAttribute("data-theme", next);
      },
    }),
    [theme],
  );
  return <ThemeContext.Provider value={value}>{children}</ThemeContext.Provider>;
}

export function useTheme() {
  return useContext(ThemeContext);
}
