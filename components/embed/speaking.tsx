import { IntlProvider } from "next-intl";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { sayerOf, speakErrors } from "../errors/say";
import { ENGLISH, type Speech, speechOf } from "./languages";

const TIME_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

let speech: Speech = ENGLISH;
const listeners = new Set<() => void>();

/** Changes the language of the frame; settles once its words are there. */
export async function speak(language: string): Promise<void> {
  const next = await speechOf(language);
  if (next === speech) return;
  speech = next;
  speakErrors(sayerOf(next.locale, next.errors));
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** The frame's words: in English until another language is wanted and fetched. */
export function Speaking({ children }: { children: ReactNode }) {
  const { locale, messages } = useSyncExternalStore(subscribe, () => speech);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={TIME_ZONE}>
      {children}
    </IntlProvider>
  );
}
