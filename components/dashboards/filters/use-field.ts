"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import type { CellValue, ValuesAnswer } from "@/server/platform/model";
import type { Failure } from "../failure";
import { failureOf } from "../failure";
import { withDays } from "../find/searches";
import { figureOf } from "../formats";
import { fieldLabel } from "../object-context";
import { countOf, type StateCounts } from "../parts/state-bar";
import { useRuntime, useShown } from "../runtime";
import { type Aside, chosenBy, taken } from "./choosing";
import { groupOf, type ListValue, statesAfterClick, valuesBy, type Word } from "./optimistic";
import { type FilterField, type ListLocal, listLocal, MOST, PAGE } from "./questions";

export interface FieldView {
  name: string;
  label: string;
  /** null while nothing was answered yet. */
  values: ListValue[] | null;
  failure: Failure | null;
  counts: StateCounts;
  /** Values of the whole field; of the search. */
  distinct: number;
  found: number;
  selected: number;
  locked: boolean;
  stale: boolean;
  /** "2 of 8 selected", "5 of 8 possible", or how many there are. */
  words: string;
  search: string;
  text(value: ListValue): string;
  figure(value: ListValue): string;
  setLocal(patch: ListLocal): void;
  /** Values beyond the most a list holds. */
  beyond: number;
  /** Asks for as many values again, if there are more. */
  more(): void;
  select(values: CellValue[], mode: "toggle" | "replace"): void;
  clear(): void;
  lock(on: boolean): void;
  /** Selects many values of the search at once, also those not loaded yet. */
  choose(word: Word): Promise<void>;
  /** Selects what another search finds; `one`: nothing where there is more than one value. */
  chooseFound(search: string, one?: boolean): Promise<void>;
  /** Why the last choice came to nothing. */
  trouble: string | null;
}

/** A field as its list box shows it: the newest clicks at once, figures as they come. */
export function useField(own: FilterField, objectId: string): FieldView {
  const t = useTranslations("dashboards.list");
  const find = useTranslations("dashboards.find");
  const { store } = useRuntime();
  const live = useShown((s) => s.live);
  const shown = useShown((s) => s.shown);
  const stale = useShown((s) => s.stale);
  const name = own.field;
  const answer = shown?.answers[objectId]?.[name];
  const values = answer?.kind === "values" ? answer : null;
  const [before, now] = [shown?.context.selections[name], live?.selections[name]];
  const locked = live?.locked.includes(name) ?? false;
  const list = useMemo(
    () => (values ? statesAfterClick(inOrder(values, own.sort), before, now, locked) : null),
    [values, own.sort, before, now, locked],
  );
  const counts = list && before !== now ? countedAgain(list, values) : (values?.counts ?? {});
  const distinct =
    countOf(counts, ["S", "L", "XS", "O", "A", "X"]) || (live?.document.fields[name]?.distinct ?? 0);
  const selected = now?.length ?? 0;
  const possible = countOf(counts, ["O"]);
  const local = live ? listLocal(objectId, name, live) : {};
  const measure = own.value && live ? live.measure(own.value) : null;
  const setLocal = (patch: ListLocal) => store.setLocal(objectId, { [name]: { ...local, ...patch } });
  const loaded = values?.values.length ?? 0;
  const [trouble, setTrouble] = useState<string | null>(null);
  const aside: Aside = (questions) => store.aside(questions);
  const label = own.label && live ? live.text(own.label) : live ? fieldLabel(name, live) : name;
  /** Why the field takes no choice now; what was wrong with the last one is not any more. */
  function refuses(): boolean {
    setTrouble(locked ? find("locked", { field: label }) : null);
    return locked;
  }
  const put = (chosen: CellValue[], mode: "toggle" | "replace" = "replace") =>
    store.select({ type: "select", field: name, values: chosen, mode });
  async function take(choose: Parameters<typeof taken>[0], search = "", one = false) {
    if (refuses()) return;
    const came = await taken(choose, (chosen) => {
      if (!one || chosen.length === 1) put(chosen);
    });
    if (typeof came === "object") setTrouble(came.message);
    else if (came === "nothing" && search) setTrouble(t("nothing", { search }));
  }

  return {
    name,
    label,
    values: list,
    failure: answer?.kind === "error" ? failureOf(answer) : null,
    counts,
    distinct,
    found: values?.total ?? 0,
    selected,
    locked,
    stale,
    words: selected
      ? t("selected", { count: selected, total: distinct })
      : countOf(counts, ["X"])
        ? t("possible", { count: possible, total: distinct })
        : String(distinct),
    search: local.search ?? "",
    text: (value) => live?.formats.field(value.value, name) ?? String(value.value),
    figure: (value) =>
      measure && live
        ? live.formats.value(value.measure ?? null, measure.format, { compact: true })
        : (live?.formats.value(value.frequency, { kind: "integer" }, { compact: true }) ?? ""),
    setLocal,
    beyond: loaded >= MOST ? Math.max(0, (values?.total ?? 0) - loaded) : 0,
    more() {
      const limit = local.limit ?? PAGE;
      if (values && limit < MOST && loaded < values.total && loaded >= limit)
        setLocal({ limit: Math.min(MOST, 2 * limit) });
    },
    select(chosen, mode) {
      if (!refuses()) put(chosen, mode);
    },
    clear() {
      if (!refuses()) store.select({ type: "clear", field: name });
    },
    lock(on) {
      setTrouble(null);
      store.select({ type: "lock", field: name, on });
    },
    choose(word) {
      if (list && values && loaded >= values.total) return take(() => ({ values: valuesBy(word, list) }));
      return take(() => chosenBy(word, name, withDays(local.search ?? ""), now ?? [], aside), local.search);
    },
    chooseFound: (search, one) => take(() => chosenBy("all", name, search, [], aside), search, one),
    trouble,
  };
}

/** By state, then the largest figure first: in a complete list; a longer one stays as the engine sorted it. */
function inOrder(answer: ValuesAnswer, sort: FilterField["sort"]): ListValue[] {
  const { values, total } = answer;
  if ((sort ?? "state") !== "state" || values.length < total) return values;
  const size = (v: ListValue) => figureOf(v.measure === undefined ? v.frequency : v.measure) ?? 0;
  return [...values].sort((a, b) => groupOf(a.state) - groupOf(b.state) || size(b) - size(a));
}

/** Counts from the loaded values, the rest as it was: right for fields that fit into a page. */
function countedAgain(list: ListValue[], answer: ValuesAnswer | null): StateCounts {
  if (!answer || answer.total > list.length || answer.total < totalOf(answer)) return answer?.counts ?? {};
  const counts: StateCounts = {};
  for (const { state } of list) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

const totalOf = (answer: ValuesAnswer) => countOf(answer.counts, ["S", "L", "XS", "O", "A", "X"]);
