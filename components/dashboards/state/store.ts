import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { OpenedBookmark } from "@/server/bookmarks";
import type { Answer, Batch, BatchAnswer, Question, Selections } from "@/server/platform/model";
import type { Sheet } from "@/server/templates/sheet-schema";
import { fetchDrawing } from "../../charts/draw/library";
import type { ObjectContext } from "../../charts/port";
import { type Failure, failureOf } from "../failure";
import { contextOf, type Standpoint } from "../object-context";
import type { DashboardSource } from "../source";
import { Asker } from "./asker";
import type { Ground } from "./batch";
import { goneTo } from "./going";
import { LateSets } from "./late-sets";
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
  #named: LateSets;
  #edited: Sheet[] | null = null;
  #begun = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#wantedSheet = options.sheet;
    this.#snapshot = emptySnapshot(options.selections ?? {});
    this.#named = new LateSets(options.source);
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
    this.#named.forget();
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
    const gone = goneTo(opened, at, first);
    if (!gone.bookmark?.sheetGone && opened.sheet !== null) this.#wantedSheet = opened.sheet;
    this.#variables = { ...this.#variables, ...opened.variables };
    this.#sets = Object.keys(opened.sets).length > 0 ? opened.sets : undefined;
    this.#sync(gone);
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

  /** Answers under the present selections, beside the click path: nothing of the sheet waits for them. */
  async aside(
    questions: Record<string, Question>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Record<string, Answer>> {
    const { answers } = await this.ask({ ...this.ground, questions }, signal);
    return answers;
  }

  /** Asks, with what the bookmarks select that the questions name: they are read first where there are any. */
  ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer> {
    return this.#named.ask(batch, signal);
  }

  /** Everything beside the question that decides an answer now, but for bookmarks that it names. */
  get ground(): Ground {
    return this.#groundOf(this.#snapshot.selection);
  }

  /** The same with all sets of the open sheet, for whoever asks without this store. */
  async wholeGround(): Promise<Ground> {
    const { ground } = this;
    return { ...ground, sets: { ...(await this.#named.bookmarks()), ...ground.sets } };
  }

  /** Sets that came with a bookmark. */
  get sets(): Ground["sets"] {
    return this.#sets;
  }

  /** Bookmarks were changed: what the sheet says of them is asked anew. */
  bookmarksChanged(): void {
    if (this.#named.forget()) this.refresh();
  }

  /** What a reader did to each object beside selecting. */
  get local(): Standpoint["local"] {
    return this.#local;
  }

  #ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer> {
    const answer = this.ask(batch, signal);
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

  #groundOf(selection: SelectionState, { present, locked } = selection): Ground {
    const sets = { ...this.#named.steps(selection), ...this.#sets };
    const own = Object.keys(sets).length > 0 ? { sets } : {};
    return { selections: present.selections, locked, variables: this.#variables, ...own };
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
    const questions = questionsOf(askers(sheet, next.openField), live, this.#options.kinds);
    if (this.#named.take(questions)) this.#asker.wish({ ground: this.#groundOf(selection), questions });
    else
      this.#named.fetch().then(
        () => this.#sync(),
        (error: unknown) => this.#failed(failureOf(error)),
      );
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
