"use client";

import { useEffect, useState } from "react";
import { type Failure, failureOf } from "../failure";
import { useRuntime, useShown } from "../runtime";
import { type Choice, choicesOf, type FieldHits, groupsOf, moreFields, withHits } from "./hits";
import { searchesOf } from "./searches";

/** Asks while one types, a moment after the last letter. */
const WAIT_MS = 150;
const VALUES = 5;
const FIELDS = 12;

export interface Found {
  /** What was searched; shown until the next answer is there. */
  text: string;
  groups: FieldHits[];
  choices: Choice[];
  more: number;
  failure: Failure | null;
}

const NOTHING: Found = { text: "", groups: [], choices: [], more: 0, failure: null };

/** What all fields have of a text, under the present selections. */
export function useFind(text: string): { found: Found; searching: boolean } {
  const { store } = useRuntime();
  const selection = useShown((s) => s.selection);
  const [found, setFound] = useState(NOTHING);

  // biome-ignore lint/correctness/useExhaustiveDependencies: states of the values change with the selections
  useEffect(() => {
    const searches = searchesOf(text);
    if (searches.length === 0) {
      setFound(NOTHING);
      return;
    }
    const flight = new AbortController();
    const timer = setTimeout(() => {
      const questions = searches.map(
        (search, i) =>
          [
            `f${i}`,
            { kind: "find" as const, search: search.text, limit: VALUES, limitFields: FIELDS },
          ] as const,
      );
      store.aside(Object.fromEntries(questions), flight.signal).then(
        (answers) => {
          if (flight.signal.aborted) return;
          const groups = groupsOf(searches, answers);
          const broken = Object.values(answers).find((a) => a.kind === "error");
          setFound({
            text,
            groups,
            choices: choicesOf(groups, searches),
            more: moreFields(answers),
            failure: broken ? failureOf(broken) : null,
          });
        },
        (error: unknown) => {
          if (!flight.signal.aborted) setFound({ ...NOTHING, text, failure: failureOf(error) });
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      flight.abort();
    };
  }, [text, selection, store]);

  return { found, searching: text.trim() !== "" && found.text !== text };
}

/** Selects what was chosen; all of a field as the engine finds it, also what is not in the list. */
export function useChoose(): (choice: Choice) => Promise<void> {
  const { store } = useRuntime();
  return async (choice) => {
    const { present } = store.snapshot().selection;
    if (choice.kind === "together") {
      store.select({ type: "set", selections: withHits(present.selections, choice.hits) });
    } else if (choice.kind === "value") {
      const { field, value, state } = choice.hit;
      // An excluded value is no addition: the selection moves there.
      const mode = state === "X" || state === "XS" ? "replace" : "toggle";
      store.select({ type: "select", field, values: [value], mode });
    } else {
      const { field, search } = choice.group;
      const { all } = await store.aside({ all: { kind: "select", field, what: "all", search: search.text } });
      if (all?.kind === "select" && all.values.length > 0)
        store.select({ type: "select", field, values: all.values, mode: "replace" });
    }
  };
}
