import type { Place } from "./places";

/** What a key press means; null for nothing of ours. */
export type HotkeyAction =
  | { do: "menu" }
  | { do: "shortcuts" }
  | { do: "search" }
  | { do: "await" }
  | { do: "go"; href: string };

export interface KeyPress {
  key: string;
  meta: boolean;
  ctrl: boolean;
  alt: boolean;
  /** The person is typing, or a dialog or menu has the keyboard. */
  taken: boolean;
}

/**
 * Reads one key press.
 * @param waiting `g` was pressed just before
 * @param single single-key shortcuts are on; the menu's own works always
 */
export function readKey(
  press: KeyPress,
  { places, waiting, single }: { places: readonly Place[]; waiting: boolean; single: boolean },
): HotkeyAction | null {
  const { key, meta, ctrl, alt, taken } = press;
  if (key.toLowerCase() === "k" && (meta || ctrl) && !alt) return { do: "menu" };
  if (meta || ctrl || alt || taken || !single) return null;
  if (waiting) {
    const place = places.find((p) => p.chord === key.toLowerCase());
    return place ? { do: "go", href: place.href } : null;
  }
  if (key === "?") return { do: "shortcuts" };
  if (key === "/") return { do: "search" };
  return key === "g" ? { do: "await" } : null;
}
