"use client";

import { useLocale } from "next-intl";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from "react";
import { type ErrorWords, type Said, type SayError, sayerOf, speakErrors } from "./say";

const Words = createContext<SayError>(() => null);

/** Errors below are said in the page's language. @param words null: as the server says them */
export function ErrorWordsProvider({ words, children }: { words: ErrorWords | null; children: ReactNode }) {
  const locale = useLocale();
  const say = useMemo(() => sayerOf(locale, words), [locale, words]);
  useEffect(() => speakErrors(say), [say]);
  return <Words value={say}>{children}</Words>;
}

/** An error that was kept (of a run, a reload, a delivery) as its reader reads it: nothing of its advice is lost. */
export function useSaid(): <E extends Said>(error: E) => E {
  const say = useContext(Words);
  return useCallback(
    (error) => {
      const message = say(error);
      return message === null ? error : { ...error, message, advice: undefined };
    },
    [say],
  );
}
