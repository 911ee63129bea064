"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer, Question } from "@/server/platform/model";
import { shareObject, shareQuestion } from "./kinds/kpi";
import { textOf } from "./state/batch";
import type { Snapshot } from "./state/snapshot";
import type { DashboardStore } from "./state/store";

/**
 * What the first figure is without any selection, for "23.5 % of all". It is remembered from the time nothing was
 * selected; only a dashboard that starts with a selection asks for it, once, beside the click path.
 */
export function useUnselected(store: DashboardStore, snapshot: Snapshot) {
  const [known, setKnown] = useState<ReadonlyMap<string, Answer>>(new Map());
  const asked = useRef(new Set<string>());
  const { shown, stale } = snapshot;

  useEffect(() => {
    const object = shown && !stale ? shareObject(shown.context) : undefined;
    if (!shown || !object) return;
    const question = shareQuestion(object, shown.context);
    const key = keyOf(question, shown.generation);
    const keep = (answer: Answer | undefined) => {
      if (answer?.kind === "cube") setKnown((old) => new Map(old).set(key, answer));
    };
    if (Object.keys(shown.context.selections).length === 0) {
      asked.current.add(key);
      return keep(shown.answers[object.id]?.value);
    }
    if (asked.current.has(key)) return;
    asked.current.add(key);
    const { signal } = new AbortController();
    store.ask({ variables: shown.context.variables, questions: { q0: question } }, signal).then(
      (batch) => keep(batch.answers.q0),
      () => asked.current.delete(key),
    );
  }, [store, shown, stale]);

  const generation = shown?.generation ?? "";
  return useCallback((question: Question) => known.get(keyOf(question, generation)), [known, generation]);
}

const keyOf = (question: Question, generation: string) => `${generation} ${textOf(question)}`;
