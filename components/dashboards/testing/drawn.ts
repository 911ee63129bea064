import { type ComponentProps, createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import type { Answer, Question, Selections } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { modelOf } from "../../charts/kinds-drawn";
import type { ObjectContext } from "../../charts/port";
import { testInput } from "../../charts/testing/input";
import { answerFrom } from "../../gallery/dashboards/answers";
import { galleryDocument } from "../../gallery/dashboards/document";
import { makeRows } from "../../gallery/dashboards/rows";
import german from "../../providers/i18n/messages/de/dashboards.json";
import english from "../../providers/i18n/messages/en/dashboards.json";
import { NO_FILES } from "../files/use-files";
import { allKinds } from "../kinds/all";
import { contextOf } from "../object-context";
import { type Runtime, RuntimeProvider } from "../runtime";
import { DashboardStore } from "../state/store";

const WORDS: Record<string, typeof english> = { de: german };
const ROWS = makeRows(300);

export interface Wish {
  language?: string;
  selections?: Selections;
  drill?: number;
  /** Instead of the answers of the made-up rows, by key of the question. */
  answers?(questions: Record<string, Question>): Record<string, Answer>;
}

/** An object on a sheet over made-up rows: its context, questions and answers. */
export function placed(object: SheetObject, wish: Wish = {}) {
  const sheet = { sheet: "test", format: 1 as const, title: "Test", objects: [object] };
  const document = galleryDocument(ROWS, [sheet]);
  const context: ObjectContext = contextOf({
    document,
    sheet,
    language: wish.language ?? "en",
    place: {
      selections: wish.selections ?? {},
      drill: wish.drill ? { [object.id]: wish.drill } : {},
    },
    locked: [],
    variables: {},
    local: {},
  });
  const questions = allKinds[object.kind]?.questions(object, context) ?? {};
  const given = wish.answers?.(questions);
  const answers =
    given ??
    Object.fromEntries(
      Object.entries(questions).map(([key, question]) => [key, answerFrom(ROWS, wish, question)]),
    );
  return { document, context, questions, answers };
}

/** The model of a chart over made-up rows. */
export function charted(object: SheetObject, wish: Wish = {}) {
  const { context, answers } = placed(object, wish);
  const model = modelOf(testInput(object, answers, { context, width: 800, height: 400 }));
  if (!model) throw new Error(`${object.kind} is no chart.`);
  return model;
}

/** The first markup of an object over made-up rows, without anything that needs a page. */
export function drawn(object: SheetObject, wish: Wish = {}): string {
  const { document, context, answers } = placed(object, wish);
  const View = allKinds[object.kind]?.View;
  if (!View) throw new Error(`${object.kind} has no view.`);
  const store = new DashboardStore({
    source: { document: () => Promise.resolve(document), ask: () => new Promise<never>(() => undefined) },
    kinds: allKinds,
  });
  const actions = { select() {}, clear() {}, drill() {}, announce() {} };
  const runtime: Runtime = {
    store,
    kinds: allKinds,
    actions,
    floor: null,
    theme: "light",
    width: "wide",
    hide: new Set(),
    patterns: false,
    setPatterns() {},
    files: NO_FILES,
    setFinding() {},
    unselected: () => undefined,
  };
  const size = { width: 600, height: 300 };
  const view = createElement(View, {
    object,
    context,
    answers,
    stale: false,
    ...size,
    theme: "light",
    actions,
  });
  const language = wish.language ?? "en";
  const words = { locale: language, messages: { dashboards: WORDS[language] ?? english }, timeZone: "UTC" };
  const inside = createElement(RuntimeProvider, { value: runtime }, view);
  return renderToStaticMarkup(createElement(Speaking, words, inside));
}

const Speaking = (props: Omit<ComponentProps<typeof IntlProvider>, "children"> & { children?: ReactNode }) =>
  createElement(IntlProvider, props as ComponentProps<typeof IntlProvider>);
