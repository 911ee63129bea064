"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** The key that opens the menu together with K, as this person's keyboard names it. */
export function useMenuKey(): string {
  return useSyncExternalStore(
    never,
    () => (/mac|iphone|ipad/i.test(navigator.platform) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}
