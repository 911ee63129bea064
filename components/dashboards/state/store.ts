import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { OpenedBookmark } from "@/server/bookmarks";
import type { Answer, Batch, BatchAnswer, Question, Selections, ValuesAnswer } from "@/server/platform/model";
import type { Sheet } from "@/server/templates/sheet-schema";
import { fetchDrawing } from "../../charts/draw/library";
import type { ObjectContext } from "../../charts/port";
import { type Failure, failureOf } from "../failure";
import { contextOf, type Standpoint } from "../object-context";
import type { DashboardSource } from "../source";
import { Asker } from "./asker";
import type { Ground } from "./batch";
import { FIELD_MISSING, noSuchSheet } from "./refusals";
import { type SelectionAction, type SelectionState, select, withoutField } from "./selection";
import { emptySnapshot, type Shown, type Snapshot } from "./snapshot";
import { startVariables } from "./start-variables";
import { answersOf, askers, FLOATING, type Kinds, questionsOf, showsOf } from "./wishes";

export interface StoreOptions {
  source: DashboardSource;
  kinds: Kinds;
  language?: string;
  sheet?: string;
  selections?: Selections;
  /** Texts of charts in the reader's language. */
  say?: ObjectContext["say"];
}

/**
 * A dashboard without its pictures: what is selected, what is asked, what was answered. Every change makes at most
 * one request for the whole sheet; listeners hear of each change once, synchronously.
 */
export class DashboardStore {
  #options: StoreOptions;
  #listeners = new Set<() => void>();
  #snapshot: Snapshot;
  #asker: Asker;
  #loading: AbortController | null = null;
  #wantedSheet: string | undefined;
  #variables: Record<string, string | number> = {};
  #local: Standpoint["local"] = {};
  #sets: Ground["sets"];
  #edited: Sheet[] | null = null;
  #begun = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#wantedSheet = options.sheet;
    this.#snapshot = emptySnapshot(options.selections ?? {});
    this.#asker = new Asker((batch, signal) => this.#ask(batch, signal), {
      settled: (answers, facts) => this.#settled(answers, facts),
      failed: (error) => this.#failed(failureOf(error)),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  /** Loads the document, then asks. Ends with `stop`; may be started again. */
  start(): void {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.#set({ failure: null });
    this.#options.source.document(loading.signal).then(
      (document) => {
        if (!loading.signal.aborted) this.#opened(document);
      },
      (error: unknown) => {
        if (!loading.signal.aborted) this.#set({ failure: failureOf(error) });
      },
    );
  }

  /** Started, and not stopped since. */
  get begun(): boolean {
    return this.#loading !== null;
  }

  stop(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.#asker.stop();
  }

  /** Asks everything again, of the newest generation. */
  refresh(): void {
    this.#asker.forget();
    if (this.#snapshot.document === null) this.start();
    else this.#sync();
  }

  select(...actions: SelectionAction[]): void {
    const before = this.#snapshot.selection;
    const selection = actions.reduce(select, before);
    if (selection === before) return;
    const action = actions.length === 1 ? (actions[0] ?? null) : null;
    this.#snapshot = { ...this.#snapshot, change: { action, count: this.#snapshot.change.count + 1 } };
    this.#sync({ selection });
  }

  setVariable(name: string, value: string | number): void {
    if (this.#variables[name] === value) return;
    this.#variables = { ...this.#variables, [name]: value };
    this.#sync();
  }

  /** Goes to where a bookmark was saved, as one step; what of it is gone is in the snapshot. */
  goTo(opened: OpenedBookmark): void {
    this.#go(opened, this.#snapshot);
  }

  #go(opened: OpenedBookmark, at: Snapshot, first = false): void {
    const sheet = at.document?.sheets.find((s) => s.sheet === opened.sheet);
    if (sheet) this.#wantedSheet = sheet.sheet;
    const action: SelectionAction = {
      type: "place",
      name: opened.name,
      place: { selections: opened.selections, drill: opened.drill },
      locked: opened.locked,
    };
    const gone = select(at.selection, action);
    // A start is nothing to step back from, and nothing that is said aloud.
    const selection = first ? { ...gone, past: [] } : gone;
    const change = first ? at.change : { action, count: at.change.count + 1 };
    this.#variables = { ...this.#variables, ...opened.variables };
    this.#sets = Object.keys(opened.sets).length > 0 ? opened.sets : undefined;
    const { id, name, missing } = opened;
    this.#sync({
      document: at.document,
      sheet: at.sheet,
      selection,
      change,
      bookmark: { id, name, selection, missing, sheetGone: opened.sheet !== null && !sheet },
      ...(sheet ? { sheet, openField: null } : {}),
    });
  }

  /** The reader has read what of a bookmark is gone. */
  readMissing(): void {
    const { bookmark } = this.#snapshot;
    if (bookmark) this.#set({ bookmark: { ...bookmark, missing: [], sheetGone: false } });
  }

  /** Tells what was asked for and is not there; null: it was read. */
  refuse(refused: Failure | null): void {
    this.#set({ refused });
  }

  get variables(): Readonly<Record<string, string | number>> {
    return this.#variables;
  }

  /** Sort, page, open rows or search of one object; asks only what that changes. */
  setLocal(objectId: string, patch: Record<string, unknown>): void {
    this.#local = { ...this.#local, [objectId]: { ...this.#local[objectId], ...patch } };
    this.#sync();
  }

  openSheet(id: string): void {
    const sheet = this.#snapshot.document?.sheets.find((s) => s.sheet === id);
    this.#wantedSheet = id;
    if (!sheet && this.#snapshot.document) this.#set({ refused: noSuchSheet(id) });
    else if (sheet && sheet !== this.#snapshot.sheet) this.#sync({ sheet, openField: null });
  }

  /** Puts other sheets in place of the document's, as an editor does; asks only what they change. */
  showSheets(sheets: Sheet[], open: string): void {
    this.#edited = sheets;
    this.#variables = { ...startVariables(sheets), ...this.#variables };
    this.#wantedSheet = open;
    if (this.#snapshot.document) this.#opened(this.#snapshot.document);
  }

  /** Opens the list box of a field above the sheet, or closes it. */
  openField(field: string | null): void {
    if (field === this.#snapshot.openField) return;
    const { [FLOATING]: _, ...local } = this.#local;
    this.#local = local;
    this.#sync({ openField: field });
  }

  /** All values of a field under the present selections, beside the click path; null when they can't be read. */
  async valuesOf(field: string, search: string, limit: number): Promise<ValuesAnswer | null> {
    const question = { kind: "values" as const, field, limit, ...(search ? { search } : {}) };
    const answers = await this.aside({ q0: question }).catch((error: unknown) =>
      this.#set({ failure: failureOf(error) }),
    );
    return answers?.q0?.kind === "values" ? answers.q0 : null;
  }

  /** Answers under the present selections, beside the click path: nothing of the sheet waits for them. */
  async aside(
    questions: Record<string, Question>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Record<string, Answer>> {
    const { answers } = await this.#options.source.ask({ ...this.ground, questions }, signal);
    return answers;
  }

  /** Everything beside the question that decides an answer now. */
  get ground(): Ground {
    return this.#groundOf(this.#snapshot.selection);
  }

  /** What a reader did to each object beside selecting. */
  get local(): Standpoint["local"] {
    return this.#local;
  }

  #ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer> {
    const answer = this.#options.source.ask(batch, signal);
    // While the answer is on its way; where it can't be fetched, charts keep their tables and their words.
    fetchDrawing().catch(() => undefined);
    return answer;
  }

  #opened(given: DashboardDocument): void {
    const document = this.#edited ? { ...given, sheets: this.#edited } : given;
    const wanted = document.sheets.find((s) => s.sheet === this.#wantedSheet);
    const missing = wanted || this.#edited ? undefined : this.#wantedSheet;
    const refused = missing === undefined ? null : noSuchSheet(missing);
    const patch = { document, sheet: wanted ?? document.sheets[0] ?? null, refused };
    this.#variables = { ...startVariables(document.sheets), ...this.#variables };
    const { start } = document;
    const first = !this.#begun;
    this.#begun = true;
    if (!first || !start || this.#edited || Object.keys(this.#options.selections ?? {}).length > 0) {
      this.#sync(patch);
      return;
    }
    // Where whoever opens the dashboard names a sheet, the bookmark only selects.
    const opened = this.#options.sheet === undefined ? start : { ...start, sheet: null };
    this.#go(opened, { ...this.#snapshot, ...patch }, true);
  }

  #groundOf({ present, locked }: SelectionState): Ground {
    const sets = this.#sets ? { sets: this.#sets } : {};
    return { selections: present.selections, locked, variables: this.#variables, ...sets };
  }

  #sync(patch: Partial<Snapshot> = {}): void {
    const next = { ...this.#snapshot, ...patch };
    const { document, sheet, selection } = next;
    if (!document || !sheet) {
      this.#set(next);
      return;
    }
    const live = contextOf({
      document,
      sheet,
      language: this.#options.language ?? document.language,
      place: selection.present,
      locked: selection.locked,
      variables: this.#variables,
      local: this.#local,
      say: this.#options.say,
    });
    this.#set({ ...next, live, stale: true, failure: null });
    this.#asker.wish({
      ground: this.#groundOf(selection),
      questions: questionsOf(askers(sheet, next.openField), live, this.#options.kinds),
    });
  }

  #settled(known: ReadonlyMap<string, Answer>, facts: Pick<BatchAnswer, "generation" | "fields">): void {
    const { live, sheet, openField, shown } = this.#snapshot;
    if (!live || !sheet) return;
    const objects = askers(sheet, openField);
    const former = shown?.context.sheet.sheet === sheet.sheet ? shown.answers : {};
    const next: Shown = {
      context: live,
      answers: answersOf(objects, live, this.#options.kinds, known, former),
      shows: showsOf(objects, live, known),
      ...facts,
    };
    this.#set({ shown: next, stale: false, failure: null });
  }

  /** A field to select in that the data don't have is told and left out: it would keep every figure away. */
  #failed(failure: Failure): void {
    const { selection } = this.#snapshot;
    const { field } = failure;
    const unknown =
      failure.code === FIELD_MISSING && field !== undefined && field in selection.present.selections;
    if (unknown) this.#sync({ selection: withoutField(selection, field), refused: failure });
    else this.#set({ stale: false, failure });
  }

  #set(patch: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...patch };
    for (const listener of this.#listeners) listener();
  }
}
