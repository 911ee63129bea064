import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { de } from "../providers/i18n/messages/de";
import { en } from "../providers/i18n/messages/en";
import { fr } from "../providers/i18n/messages/fr";
import { useRunWords } from "./use-run-words";

/** All that the page of a run of this kind may say of itself. */
function saidOf(kind: string, locale: string, messages: object): string[] {
  const said: string[] = [];
  const Probe = () => {
    const { about, ifFails, lead } = useRunWords(kind);
    const figures = { current: { number: 2 } } as never;
    const states = ["running", "succeeded", "failed", "cancelled", "undone", "undo-failed"] as const;
    const runs = states.map((state) => ({ kind, state, result: null }));
    for (const run of [...runs, { kind, state: "succeeded", result: "unchanged" }])
      said.push(lead(run as never, figures));
    said.push(about, ifFails);
    return null;
  };
  const props = { locale, messages: messages as never, timeZone: "UTC", children: createElement(Probe) };
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
