import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { Draft, DraftSheet } from "../model/draft";
import { sheetOf, withSheet } from "../model/draft";
import {
  cancelGesture,
  commit,
  type History,
  type Label,
  redo,
  settleGesture,
  startHistory,
  undo,
} from "../model/history";

export interface EditorState {
  history: History<Draft>;
  /** Id of the sheet that is open. */
  open: string;
  /** Objects of that sheet that are chosen. */
  chosen: readonly string[];
  /** The draft as it was last saved, or loaded. */
  saved: Draft;
  /** What was last done, for screen readers; counted, so that the same words are said again. */
  said: { text: string; count: number };
}

/** A draft of sheets under editing. Every change goes through here; listeners hear of it once, synchronously. */
export class EditorStore {
  #state: EditorState;
  #listeners = new Set<() => void>();

  constructor(sheets: readonly DraftSheet[], open?: string) {
    const draft: Draft = { sheets };
    const first = sheets.find((s) => s.sheet.sheet === open) ?? sheets[0];
    this.#state = {
      history: startHistory(draft),
      open: first?.sheet.sheet ?? "",
      chosen: [],
      saved: draft,
      said: { text: "", count: 0 },
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): EditorState => this.#state;

  get draft(): Draft {
    return this.#state.history.present;
  }

  /** The open sheet; null where the draft has none. */
  get sheet(): Sheet | null {
    return sheetOf(this.draft, this.#state.open)?.sheet ?? null;
  }

  get isDirty(): boolean {
    return this.draft !== this.#state.saved;
  }

  object(id: string): SheetObject | undefined {
    return this.sheet?.objects.find((o) => o.id === id);
  }

  /** Another draft, as a step of its own or as part of a gesture. */
  change(next: Draft, label: Label, gesture: string | null = null): void {
    const history = commit(this.#state.history, next, label, gesture);
    if (history !== this.#state.history) this.#set({ history });
  }

  /** Another version of the open sheet. */
  changeSheet(change: (sheet: Sheet) => Sheet, label: Label, gesture: string | null = null): void {
    this.change(withSheet(this.draft, this.#state.open, change), label, gesture);
  }

  /** What gesture changes start from: as it was before the one of that name, if it is under way. */
  base(gesture: string): Draft {
    const { history } = this.#state;
    return history.gesture === gesture ? (history.past.at(-1)?.before ?? history.present) : history.present;
  }

  settle(): void {
    this.#set({ history: settleGesture(this.#state.history) });
  }

  cancel(): void {
    this.#set({ history: cancelGesture(this.#state.history) });
  }

  undo(): Label | undefined {
    const label = this.#state.history.past.at(-1)?.label;
    this.#step(undo(this.#state.history));
    return label;
  }

  redo(): Label | undefined {
    const label = this.#state.history.future.at(-1)?.label;
    this.#step(redo(this.#state.history));
    return label;
  }

  choose(ids: readonly string[]): void {
    const { chosen, history } = this.#state;
    if (ids.length === chosen.length && ids.every((id, i) => id === chosen[i])) return;
    this.#set({ chosen: ids, history: settleGesture(history) });
  }

  /** Adds an object to what is chosen, or takes it out. */
  toggle(id: string): void {
    const { chosen } = this.#state;
    this.choose(chosen.includes(id) ? chosen.filter((c) => c !== id) : [...chosen, id]);
  }

  openSheet(id: string): void {
    if (id !== this.#state.open && sheetOf(this.draft, id)) this.#set({ open: id, chosen: [] });
  }

  /** What is in the draft now counts as saved, if it is still what was sent. */
  markSaved(sent: Draft, sheets: readonly DraftSheet[]): void {
    if (this.draft !== sent) {
      this.#set({ saved: sent });
      return;
    }
    // Texts are the new base; steps before stay undoable.
    const draft: Draft = { sheets };
    const history = { ...settleGesture(this.#state.history), present: draft };
    this.#set({ history, saved: draft });
  }

  say(text: string): void {
    this.#set({ said: { text, count: this.#state.said.count + 1 } });
  }

  #step(history: History<Draft>): void {
    const open = sheetOf(history.present, this.#state.open)?.sheet ?? history.present.sheets[0]?.sheet;
    const ids = new Set(open?.objects.map((o) => o.id));
    this.#set({
      history,
      open: open?.sheet ?? "",
      chosen: this.#state.chosen.filter((id) => ids.has(id)),
    });
  }

  #set(patch: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...patch };
    for (const listener of this.#listeners) listener();
  }
}
