import type { ObjectContext } from "../charts/port";
import { allKinds } from "./kinds/all";
import type { DashboardProps } from "./source";
import { DashboardStore } from "./state/store";

type Say = NonNullable<ObjectContext["say"]>;

/** Texts of charts, in the words of whoever draws them: asked for before, a text is its own key. */
export interface LateSay {
  say: Say;
  speak(say: Say): void;
}

export function lateSay(): LateSay {
  let speaker: Say | null = null;
  return {
    say: (key, values) => speaker?.(key, values) ?? key,
    speak(say) {
      speaker = say;
    },
  };
}

type Start = Pick<DashboardProps, "source" | "language" | "sheet" | "selections">;

export const makeStore = ({ source, language, sheet, selections }: Start, { say }: LateSay) =>
  new DashboardStore({ source, kinds: allKinds, language, sheet, selections, say });

/** A dashboard that has begun to ask before it is drawn. */
export interface PreparedDashboard {
  source: DashboardProps["source"];
  language: string | undefined;
  store: DashboardStore;
  words: LateSay;
  /** Settles with the first figures, or with why there are none. */
  answered: Promise<void>;
}

/** Begins at once; whoever draws it gives it to `Dashboard` together with the same source and language. */
export function prepareDashboard(start: Start): PreparedDashboard {
  const words = lateSay();
  const store = makeStore(start, words);
  const answered = new Promise<void>((resolve) => {
    const stop = store.subscribe(() => {
      const { shown, failure } = store.snapshot();
      if (!shown && !failure) return;
      stop();
      resolve();
    });
  });
  store.start();
  return { source: start.source, language: start.language, store, words, answered };
}
