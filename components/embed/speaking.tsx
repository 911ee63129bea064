import { IntlProvider } from "next-intl";
import { createContext, type ReactNode, use, useCallback, useEffect, useState } from "react";
import { ENGLISH, speechOf } from "./languages";

type Speak = (language: string) => Promise<void>;

const SpeakContext = createContext<Speak>(async () => undefined);

/** Changes the language of what is inside `Speaking`; settles once its words are there. */
export const useSpeak = (): Speak => use(SpeakContext);

/** The frame's words: in English until another language is wanted and fetched. */
export function Speaking({ first, children }: { first: string | null; children: ReactNode }) {
  const [speech, setSpeech] = useState(ENGLISH);
  const speak = useCallback(async (language: string) => setSpeech(await speechOf(language)), []);
  useEffect(() => {
    if (first) void speak(first);
  }, [first, speak]);
  useEffect(() => {
    document.documentElement.lang = speech.locale;
  }, [speech]);
  return (
    <SpeakContext value={speak}>
      <IntlProvider
        locale={speech.locale}
        messages={speech.messages}
        timeZone={new Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </IntlProvider>
    </SpeakContext>
  );
}
