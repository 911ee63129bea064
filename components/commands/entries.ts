import type { ReactNode } from "react";

/** One line of the command menu. */
export interface Entry {
  /** Unique in the menu; also what is announced as chosen. */
  id: string;
  mark: ReactNode;
  label: string;
  remark?: ReactNode;
  end?: ReactNode;
  /** Where it leads; without it, `run` does it. */
  href?: string;
  run?: () => void;
  /** Found by the server: shown whatever is typed. */
  found?: true;
}

export interface EntryGroup {
  id: string;
  heading: string;
  entries: Entry[];
}

/** Groups that still have something once the text is applied; what the server found stays. */
export function matching(groups: readonly EntryGroup[], text: string): EntryGroup[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: Entry) => {
    const label = entry.label.toLowerCase();
    return entry.found || words.every((word) => label.includes(word));
  };
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter(fits) }))
    .filter((group) => group.entries.length > 0);
}
