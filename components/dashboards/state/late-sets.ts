import type { Batch, BatchAnswer, Question, Selections } from "@/server/platform/model";
import type { DashboardSource } from "../source";
import type { NamedSets } from "./named-sets";
import type { SelectionState } from "./selection";

/** In JSON: a set that does not begin with fields to change, with `$` or with `1`; or a set after another one. */
const NAMED = /(?:^|[^=\s])\s*\{(?!\s*[$1]?\s*[<}"])|>\s*[-+*/]/;

/** Whether a set may start from a name: quickly, so that who names none never loads what reads them. */
export const mayNameSets = (questions: readonly Question[]): boolean =>
  questions.some((question) => NAMED.test(JSON.stringify(question)));

/** The sets that a sheet's expressions name. What reads them is fetched when the first one may. */
export class LateSets {
  #source: DashboardSource;
  #sets: NamedSets | null = null;

  constructor(source: DashboardSource) {
    this.#source = source;
  }

  /** Takes the questions of the open sheet; false: what reads them has to be fetched first. */
  take(questions: readonly Question[]): boolean {
    if (!this.#sets && mayNameSets(questions)) return false;
    this.#sets?.take(questions);
    return true;
  }

  async fetch(): Promise<void> {
    const { NamedSets } = await import("./named-sets");
    this.#sets ??= new NamedSets(this.#source);
  }

  /** Asks the source, with what the bookmarks select that the questions name. */
  ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer> {
    return (this.#sets ?? this.#source).ask(batch, signal);
  }

  /** What was selected in the steps that the sheet names. */
  steps(selection: SelectionState): Record<string, Selections> {
    return this.#sets?.steps(selection) ?? {};
  }

  /** What the bookmarks select that the sheet names. */
  async bookmarks(): Promise<Record<string, Selections>> {
    return (await this.#sets?.bookmarks()) ?? {};
  }

  /** Reads bookmarks anew the next time. True where the sheet named any. */
  forget(): boolean {
    return this.#sets?.forget() ?? false;
  }
}
