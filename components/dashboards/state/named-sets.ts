import type { Batch, BatchAnswer, Question, Selections } from "@/server/platform/model";
import { setsOf } from "@/server/templates/sets-model";
import { bookmarkNamed } from "../bookmarks/named";
import type { BookmarkSource, DashboardSource } from "../source";
import type { SelectionState } from "./selection";

/** Sets that a batch may carry. */
const MOST = 20;

const known = new Map<string, readonly string[]>();

/** Names that the sets of some questions start from, each once. */
export function setNames(questions: readonly Question[]): string[] {
  const names = questions.flatMap(expressionsOf).flatMap((text) => {
    if (!text.includes("{")) return [];
    const found = known.get(text) ?? setsOf(text);
    known.set(text, found);
    return found;
  });
  return [...new Set(names)].slice(0, MOST);
}

function expressionsOf(question: Question): string[] {
  switch (question.kind) {
    case "cube":
      return [...question.dimensions.map(({ expression }) => expression), ...question.measures];
    case "pivot":
      return [
        ...[...question.rows, ...question.columns].map(({ expression }) => expression),
        ...question.measures,
      ];
    case "values":
      return question.measure === undefined ? [] : [question.measure];
    default:
      return [];
  }
}

const STEP = /^\$(_?)(\d+)$/;

/**
 * What was selected `$1`, `$2` … steps back and `$_1` … forward. Before the first step nothing was selected; after the
 * last there is only what is selected now.
 */
export function stepSets(
  names: readonly string[],
  { past, present, future }: SelectionState,
): Record<string, Selections> {
  const sets = names.flatMap((name) => {
    const [, forward, count] = name.match(STEP) ?? [];
    if (count === undefined) return [];
    const place = forward ? (future.at(-Number(count)) ?? future[0] ?? present) : past.at(-Number(count));
    return [[name, place?.selections ?? {}] as const];
  });
  return Object.fromEntries(sets);
}

/** A source whose questions may name bookmarks in their sets: what these select is read when it is first needed. */
export class NamedSets {
  #source: DashboardSource;
  #bookmarks: BookmarkSource | undefined;
  #known = new Map<string, Promise<Selections | null>>();
  #list: ReturnType<BookmarkSource["list"]> | null = null;
  /** Of the open sheet. */
  #names: readonly string[] = [];

  constructor(source: DashboardSource) {
    this.#source = source;
    this.#bookmarks = source.bookmarks?.refused ? undefined : source.bookmarks;
  }

  take(questions: readonly Question[]): void {
    this.#names = setNames(questions);
  }

  steps = (selection: SelectionState): Record<string, Selections> => stepSets(this.#names, selection);

  bookmarks = (): Promise<Record<string, Selections>> => this.#of(this.#names);

  /** Asks the source, once what the questions name is read; at once where they name nothing. */
  ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer> {
    const names = setNames(Object.values(batch.questions));
    if (!this.#needs(names)) return this.#source.ask(batch, signal);
    return this.#of(names).then((sets) => {
      signal.throwIfAborted();
      return this.#source.ask({ ...batch, sets: { ...sets, ...batch.sets } }, signal);
    });
  }

  #needs(names: readonly string[]): boolean {
    return this.#bookmarks !== undefined && names.some((name) => !STEP.test(name));
  }

  /** Selections by name; those of no bookmark are left out, the engine says so where they are named. */
  async #of(names: readonly string[]): Promise<Record<string, Selections>> {
    if (!this.#needs(names)) return {};
    const wanted = names.filter((name) => !STEP.test(name));
    const found = await Promise.all(wanted.map(async (name) => [name, await this.#selected(name)] as const));
    return Object.fromEntries(found.flatMap(([name, set]) => (set ? [[name, set]] : [])));
  }

  /** Reads them anew the next time. True where any was needed. */
  forget(): boolean {
    const used = this.#known.size > 0;
    this.#known.clear();
    this.#list = null;
    return used;
  }

  #selected(name: string): Promise<Selections | null> {
    const read = this.#known.get(name) ?? this.#read(name).catch(() => this.#failed());
    this.#known.set(name, read);
    return read;
  }

  async #read(name: string): Promise<Selections | null> {
    if (!this.#bookmarks) return null;
    this.#list ??= this.#bookmarks.list();
    const bookmark = bookmarkNamed(name, await this.#list);
    return bookmark ? (await this.#bookmarks.open(bookmark.id)).selections : null;
  }

  /** What could not be read now may be there the next time. */
  #failed(): null {
    this.forget();
    return null;
  }
}
