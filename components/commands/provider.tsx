"use client";

import { useRouter } from "next/navigation";
import {
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { useMe } from "../providers/me";
import { CommandMenu } from "./command-menu";
import { CommandsContext } from "./context";
import { browserStorage } from "./history";
import { readKey } from "./hotkeys";
import { placesFor } from "./places";
import { ShortcutsDialog } from "./shortcuts-dialog";

const KEY = "tenantry-single-keys";
const CHORD_MS = 1_200;

let listeners: (() => void)[] = [];
const subscribe = (listener: () => void) => {
  listeners = [...listeners, listener];
  return () => {
    listeners = listeners.filter((l) => l !== listener);
  };
};

/** On, unless this browser was told otherwise. */
function useSingleKeys(): [boolean, (on: boolean) => void] {
  const single = useSyncExternalStore(
    subscribe,
    () => browserStorage()?.getItem(KEY) !== "off",
    () => true,
  );
  const set = (on: boolean) => {
    browserStorage()?.setItem(KEY, on ? "on" : "off");
    for (const listener of listeners) listener();
  };
  return [single, set];
}

const TYPING = "input, textarea, select, [contenteditable='true'], [role='textbox'], [role='combobox']";
const FLOATING = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";

function isTaken(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(`${TYPING}, ${FLOATING}`) !== null;
}

/** The page's own search field, else nothing. */
function pageSearch(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("#content input[type='search']");
}

type Opened = "menu" | "shortcuts" | null;

/** ⌘K, the single keys, and the two dialogs they open. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const router = useRouter();
  const me = useMe();
  const [open, setNow] = useState<Opened>(null);
  const setOpen = useCallback((next: Opened) => {
    // Opened in slices, so that the page answers the key at once; closed at once, ahead of the page it leads to.
    if (next) startTransition(() => setNow(next));
    else setNow(null);
  }, []);
  const [single, setSingle] = useSingleKeys();
  const places = useMemo(() => placesFor(me), [me]);
  const pressedG = useRef(0);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return;
      const { key, metaKey: meta, ctrlKey: ctrl, altKey: alt, timeStamp } = event;
      const waiting = timeStamp - pressedG.current < CHORD_MS && pressedG.current > 0;
      pressedG.current = 0;
      const press = { key, meta, ctrl, alt, taken: isTaken(event.target) };
      const action = readKey(press, { places, waiting, single });
      if (!action) return;
      event.preventDefault();
      if (action.do === "menu") setOpen(open === "menu" ? null : "menu");
      else if (action.do === "shortcuts") setOpen("shortcuts");
      else if (action.do === "await") pressedG.current = timeStamp;
      else if (action.do === "go") router.push(action.href);
      else {
        const field = pageSearch();
        if (field) field.focus();
        else setOpen("menu");
      }
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [open, places, single, router, setOpen]);

  const value = useMemo(
    () => ({ openMenu: () => setOpen("menu"), openShortcuts: () => setOpen("shortcuts"), single, setSingle }),
    [single, setSingle, setOpen],
  );
  return (
    <CommandsContext.Provider value={value}>
      {children}
      <CommandMenu
        open={open === "menu"}
        onOpenChange={(on) => setOpen(on ? "menu" : null)}
        onShortcuts={() => setOpen("shortcuts")}
      />
      <ShortcutsDialog open={open === "shortcuts"} onOpenChange={(on) => setOpen(on ? "shortcuts" : null)} />
    </CommandsContext.Provider>
  );
}
