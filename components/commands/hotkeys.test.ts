import { describe, expect, test } from "vitest";
import { type KeyPress, readKey } from "./hotkeys";
import { PLACES } from "./places";

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  meta: false,
  ctrl: false,
  alt: false,
  taken: false,
  ...more,
});
const on = { places: PLACES, waiting: false, single: true };

describe("keys", () => {
  test("⌘K and Ctrl-K open the menu, also while one types and with single keys off", () => {
    for (const more of [{ meta: true }, { ctrl: true, taken: true }])
      expect(readKey(press("k", more), { ...on, single: false })).toEqual({ do: "menu" });
    expect(readKey(press("K", { meta: true }), on)).toEqual({ do: "menu" });
  });

  test("g and a letter go to a place; any other letter gives up", () => {
    expect(readKey(press("g"), on)).toEqual({ do: "await" });
    expect(readKey(press("t"), { ...on, waiting: true })).toEqual({ do: "go", href: "/tenants" });
    expect(readKey(press("z"), { ...on, waiting: true })).toBeNull();
    expect(readKey(press("t"), on)).toBeNull();
  });

  test("no single key works while one types, with a modifier, or when they are off", () => {
    for (const key of ["g", "?", "/"]) {
      expect(readKey(press(key, { taken: true }), on)).toBeNull();
      expect(readKey(press(key, { ctrl: true }), on)).toBeNull();
      expect(readKey(press(key), { ...on, single: false })).toBeNull();
    }
  });
});
