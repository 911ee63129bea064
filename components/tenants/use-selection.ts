"use client";

import { useCallback, useMemo, useState } from "react";

/** What bulk actions are for: rows that were ticked, or everything the filters match. */
export interface Chosen {
  ids: ReadonlySet<string>;
  /** All that match, also on other pages. */
  all: boolean;
}

const NOTHING: Chosen = { ids: new Set(), all: false };

/** Ticks of a list's rows. They are forgotten when what the list shows changes. */
export function useSelection(rows: readonly { id: string }[], key: string) {
  const [state, setState] = useState({ key, chosen: NOTHING });
  const chosen = state.key === key ? state.chosen : NOTHING;
  const set = useCallback((next: Chosen) => setState({ key, chosen: next }), [key]);
  const toggle = useCallback(
    (id: string) => {
      const ids = new Set(chosen.ids);
      if (!ids.delete(id)) ids.add(id);
      set({ ids, all: false });
    },
    [chosen, set],
  );
  const toggleAll = useCallback(() => {
    const every = rows.every((row) => chosen.ids.has(row.id));
    set({ ids: new Set(every ? [] : rows.map((row) => row.id)), all: false });
  }, [rows, chosen, set]);
  return useMemo(
    () => ({
      chosen,
      toggle,
      toggleAll,
      chooseAll: () => set({ ids: new Set(rows.map((row) => row.id)), all: true }),
      clear: () => set(NOTHING),
    }),
    [chosen, toggle, toggleAll, set, rows],
  );
}
