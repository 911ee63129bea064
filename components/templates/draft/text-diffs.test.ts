import { NextIntlClientProvider } from "next-intl";
import { type ComponentProps, createElement, type ReactNode } from "react";
import { expect, test } from "vitest";
import { acted } from "../../dashboards/testing/acted";
import { partsOf } from "../../dashboards/testing/parts";
import english from "../../providers/i18n/messages/en/authoring.json";
import { DiffView } from "../../script-editor/diff-view";
import { TextDiffs } from "./text-diffs";

const Speaking = (
  props: Omit<ComponentProps<typeof NextIntlClientProvider>, "children"> & { children?: ReactNode },
) => createElement(NextIntlClientProvider, props as ComponentProps<typeof NextIntlClientProvider>);
const around = (inside: ReactNode) =>
  createElement(Speaking, { locale: "en", messages: { authoring: english }, timeZone: "UTC" }, inside);

const compared = (before: Record<string, string>, after: Record<string, string>) =>
  acted(
    () =>
      partsOf(createElement(TextDiffs, { before, after, known: null, same: "Nothing differs." }), [DiffView]),
    [],
    around,
  ).flatMap(({ type, text }) => (type === "h3" || type === "p" ? [text] : []));

test("two states of a template are compared file by file: changed, new and removed ones, no equal ones", () => {
  const before = { "script.qvs": "a", "template.yaml": "same", "sheets/old.yaml": "x" };
  const after = { "script.qvs": "b", "template.yaml": "same", "sheets/new.yaml": "y" };
  expect(compared(before, after)).toEqual(["script.qvs", "sheets/new.yaml", "sheets/old.yaml"]);
});

test("where nothing differs that is said", () => {
  expect(compared({ "script.qvs": "a" }, { "script.qvs": "a" })).toEqual(["Nothing differs."]);
});
