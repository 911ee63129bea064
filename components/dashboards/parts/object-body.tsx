"use client";

import { useTranslations } from "use-intl";
import type { Answer } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectContext, ObjectKind } from "../../charts/port";
import { failureOf, isWithheld } from "../failure";
import { TileBoundary } from "../late/tile-boundary";
import { useRuntime, useShown } from "../runtime";
import type { Shown, Snapshot } from "../state/snapshot";
import { FigureTable } from "./figure-table";
import { ObjectEmpty, ObjectFailure, StateBlock } from "./object-states";
import { SkeletonShape } from "./skeleton-shape";
import { useSize } from "./use-size";

/** What is shown of the open sheet; null while it has no figures yet. */
function shownOf({ live, shown }: Snapshot): Shown | null {
  return shown && live && shown.context.sheet.sheet === live.sheet.sheet ? shown : null;
}

/**
 * Answers, the standpoint they are of and the object as it was there (an editor changes it); the newest standpoint of
 * all for what follows clicks at once, or has no figures. Everything else stays as it is until new figures are there.
 */
export function useFigures(object: SheetObject, kind: ObjectKind | undefined) {
  const here = useShown(shownOf);
  const answers = here?.answers[object.id] ?? null;
  const follows = kind?.live || !answers || Object.keys(answers).length === 0;
  const live = useShown((s) => (follows ? s.live : null));
  const context = kind?.live ? live : (here?.context ?? null);
  const drawn = (kind?.live ? null : here?.context.sheet.objects.find((o) => o.id === object.id)) ?? object;
  return { live, context, answers, drawn };
}

/** True where nothing came back: no row, and nothing else that could be shown. */
function isEmpty(object: SheetObject, answers: Record<string, Answer>): boolean {
  if (["kpi", "filters", "input", "button", "text"].includes(object.kind)) return false;
  const list = Object.values(answers);
  return list.length > 0 && list.every((a) => (a.kind === "cube" || a.kind === "pivot") && a.rowCount === 0);
}

/** The inside of an object: its picture, or why there is none. */
export function ObjectBody({
  object,
  asTable,
  title,
  legend,
}: {
  object: SheetObject;
  asTable: boolean;
  title: string;
  /** Beside the title, for the words of a chart's marks. */
  legend: HTMLElement | null;
}) {
  const t = useTranslations("dashboards");
  const { kinds, actions, theme, patterns } = useRuntime();
  const stale = useShown((s) => s.stale);
  const [measure, size] = useSize();
  const { live, context, answers, drawn } = useFigures(object, kinds[object.kind]);
  const kind = kinds[drawn.kind];

  if (!kind)
    return (
      <StateBlock title={t("failure.kindTitle")}>
        <p className="text-ink-2">{t("failure.kind", { kind: object.kind })}</p>
      </StateBlock>
    );
  return (
    <div ref={measure} className="dash-plot relative min-h-0 min-w-0 flex-1">
      <Inside
        object={drawn}
        kind={kind}
        live={live}
        context={context}
        answers={answers}
        stale={stale}
        render={(figures, at) => {
          if (asTable && kind.table)
            return <FigureTable view={kind.table(drawn, at, figures)} label={title} />;
          if (!size || size.width === 0) return null;
          return (
            <TileBoundary of={at}>
              <kind.View
                object={drawn}
                context={at}
                answers={figures}
                stale={stale}
                width={size.width}
                height={size.height}
                theme={theme}
                patterns={patterns}
                legend={legend}
                actions={actions}
              />
            </TileBoundary>
          );
        }}
      />
    </div>
  );
}

function Inside({
  object,
  kind,
  live,
  context,
  answers,
  stale,
  render,
}: {
  object: SheetObject;
  kind: ObjectKind;
  live: ObjectContext | null;
  context: ObjectContext | null;
  answers: Record<string, Answer> | null;
  stale: boolean;
  render(answers: Record<string, Answer>, context: ObjectContext): React.ReactNode;
}) {
  const failure = useShown((s) => s.failure);
  const hasQuestions = live ? Object.keys(kind.questions(object, live)).length > 0 : true;
  if (kind.live && live) return render(answers ?? {}, live);
  if (!hasQuestions && live) return render({}, live);
  if (!answers || !context) {
    return failure ? (
      <ObjectFailure failure={failure} />
    ) : (
      <SkeletonShape kind={object.kind} as={object.as} />
    );
  }
  const given = Object.values(answers);
  // An object with a part that is kept from its reader shows nothing of the rest: half a comparison misleads.
  const first = given.find((a) => a.kind === "error" && isWithheld(a)) ?? given[0];
  if (first?.kind === "error")
    return <ObjectFailure failure={failureOf(first)} small={object.kind === "kpi"} />;
  if (isEmpty(object, answers)) return <ObjectEmpty words={context.text(object.empty)} />;
  return (
    <div className="dash-figures h-full" data-stale={stale || undefined}>
      {render(answers, context)}
    </div>
  );
}
