import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { de } from "../providers/i18n/messages/de";
import { en } from "../providers/i18n/messages/en";
import { fr } from "../providers/i18n/messages/fr";
import { useRunWords } from "./use-run-words";

const FIGURES = { current: { number: 2 } } as never;
const STATES = ["running", "succeeded", "failed", "cancelled", "undone", "undo-failed"] as const;

function Probe({ kind, hear }: { kind: string; hear: (words: string[]) => void }) {
  const { about, ifFails, lead } = useRunWords(kind);
  const runs = STATES.map((state) => ({ kind, state, result: null }));
  const unchanged = { kind, state: "succeeded", result: "unchanged" };
  hear([...[...runs, unchanged].map((run) => lead(run as never, FIGURES)), about, ifFails]);
  return null;
}

/** All that the page of a run of this kind may say of itself. */
function saidOf(kind: string, locale: string, messages: object): string[] {
  let said: string[] = [];
  const hear = (words: string[]) => {
    said = words;
  };
  const children = createElement(Probe, { kind, hear });
  const props = { locale, messages: messages as never, timeZone: "UTC", children };
  renderToStaticMarkup(createElement(NextIntlClientProvider, props));
  return said;
}

test.each(Object.entries({ en, de, fr }))(
  "%s: a change of plan explains itself, and not the provisioning of a tenant",
  (locale, messages) => {
    const [plan, provisioning] = [
      saidOf("change-plan", locale, messages),
      saidOf("provision", locale, messages),
    ];
    expect(plan).toHaveLength(9);
    // Waiting and being done are the same of both.
    expect(plan.filter((text) => provisioning.includes(text))).toEqual(provisioning.slice(0, 2));
  },
);
