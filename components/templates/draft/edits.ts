/** Changes that are not saved: text by path (null: removed), and the revision they began on. */
export type Edits = Record<string, { text: string | null; base: number }>;

const key = (id: string) => `tenantry.draft.${id}`;

/** One more change of a file; it keeps the revision its first change began on. */
export function withEdit(edits: Edits, path: string, text: string | null, revision: number): Edits {
  return { ...edits, [path]: { text, base: edits[path]?.base ?? revision } };
}

/** Keeps changes for the case that the page is left: they are there again when the person comes back. */
export function keepEdits(id: string, edits: Edits): void {
  try {
    if (Object.keys(edits).length === 0) sessionStorage.removeItem(key(id));
    else sessionStorage.setItem(key(id), JSON.stringify(edits));
  } catch {
    // A full or forbidden storage costs only this convenience; leaving still warns.
  }
}

/** What was not saved when the page was left; nothing where it cannot be read. */
export function storedEdits(id: string): Edits {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key(id)) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, edit]) => isEdit(edit)));
  } catch {
    return {};
  }
}

function isEdit(edit: unknown): edit is Edits[string] {
  if (typeof edit !== "object" || edit === null || !("text" in edit) || !("base" in edit)) return false;
  return typeof edit.base === "number" && (edit.text === null || typeof edit.text === "string");
}
