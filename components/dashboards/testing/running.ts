import { type ComponentProps, createElement, type ReactNode } from "react";
import { IntlProvider } from "use-intl";
import type { Answer, Question, Selections } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { answerFrom } from "../../gallery/dashboards/answers";
import { galleryDocument } from "../../gallery/dashboards/document";
import { makeRows } from "../../gallery/dashboards/rows";
import english from "../../providers/i18n/messages/en/dashboards.json";
import { NO_FILES } from "../files/use-files";
import { type Runtime, RuntimeProvider } from "../runtime";
import { DashboardStore } from "../state/store";
import type { Kinds } from "../state/wishes";
import { acted } from "./acted";
import { type Part, partsOf } from "./parts";

const ROWS = makeRows(300);

interface Wish {
  selections?: Selections;
  /** Instead of the answer of the made-up rows; undefined: that one. */
  answer?(question: Question): Answer | undefined;
  width?: Runtime["width"];
}

/** A running dashboard of one sheet over made-up rows, and what puts parts inside it. */
export async function running(objects: SheetObject[], kinds: Kinds, wish: Wish = {}) {
  const sheet = { sheet: "test", format: 1 as const, title: "Test", objects };
  const document = galleryDocument(ROWS, [sheet]);
  const asked: Question[] = [];
  const store = new DashboardStore({
    source: {
      document: () => Promise.resolve(document),
      async ask({ selections, locked, questions }) {
        asked.push(...Object.values(questions));
        const answers = Object.entries(questions).map(([key, question]) => {
          const own = wish.answer?.(question);
          return [key, own ?? answerFrom(ROWS, { selections, locked }, question)];
        });
        return { generation: "g", fields: {}, answers: Object.fromEntries(answers) };
      },
    },
    kinds,
    selections: wish.selections,
  });
  store.start();
  await settled(store);
  const nothing = () => undefined;
  const runtime: Runtime = {
    store,
    kinds,
    actions: {
      select: (field, values, mode) => store.select({ type: "select", field, values, mode }),
      clear: nothing,
      drill: nothing,
      announce: nothing,
    },
    floor: null,
    theme: "light",
    width: wish.width ?? "wide",
    hide: new Set(),
    patterns: false,
    setPatterns: nothing,
    files: NO_FILES,
    setFinding: nothing,
    unselected: nothing,
  };
  const words = { locale: "en", messages: { dashboards: english }, timeZone: "UTC" };
  const around = (inside: ReactNode) =>
    createElement(Speaking, words, createElement(RuntimeProvider, { value: runtime }, inside));
  /** The elements of an object as it is now. */
  function partsOfObject(object: SheetObject, width = 800): Part[] {
    const { shown, live } = store.snapshot();
    const kind = kinds[object.kind];
    if (!kind || !shown || !live) throw new Error(`${object.kind} is not shown.`);
    const view = createElement(kind.View, {
      object,
      context: kind.live ? live : shown.context,
      answers: shown.answers[object.id] ?? {},
      stale: false,
      width,
      height: 400,
      theme: "light",
      actions: runtime.actions,
    });
    return acted(() => partsOf(view), [], around);
  }
  return {
    store,
    around,
    parts: partsOfObject,
    asked,
    runtime,
    selections: () => store.snapshot().selection.present.selections,
  };
}

/** When the newest figures are there. */
export function settled(store: DashboardStore): Promise<void> {
  return new Promise((done) => {
    const look = () => {
      const { shown, stale } = store.snapshot();
      if (!shown || stale) return;
      stop();
      done();
    };
    const stop = store.subscribe(look);
    look();
  });
}

const Speaking = (props: Omit<ComponentProps<typeof IntlProvider>, "children"> & { children?: ReactNode }) =>
  createElement(IntlProvider, props as ComponentProps<typeof IntlProvider>);
