"use client";

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { ObjectContext } from "../../charts/port";
import { figureOf } from "../formats";
import { shareObject, shareQuestion } from "../kinds/kpi";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import type { SelectionAction } from "../state/selection";

/** The one polite live region: says each selection once, with its figure, when the figures are there. */
export function Announcer({ said }: { said: string }) {
  const t = useTranslations("dashboards.say");
  const { unselected } = useRuntime();
  const shown = useShown((s) => s.shown);
  const stale = useShown((s) => s.stale);
  const change = useShown((s) => s.change);
  const spoken = useRef(0);
  const [text, setText] = useState("");

  useEffect(() => {
    if (said) setText(said);
  }, [said]);

  useEffect(() => {
    if (stale || !shown || spoken.current === change.count) return;
    spoken.current = change.count;
    const { context } = shown;
    setText([actionText(change.action, context, t), figureText()].filter(Boolean).join(" "));

    function figureText(): string {
      const object = shareObject(context);
      const answer = object && shown?.answers[object.id]?.value;
      if (!object || answer?.kind !== "cube") return "";
      const measure = context.measure(object.measure ?? object.measures?.[0] ?? object.id);
      const value = answer.rows[0]?.[0] ?? null;
      const words = {
        label: measure.label,
        value: context.formats.value(value, measure.format, { compact: true }),
      };
      const all = unselected(shareQuestion(object, context));
      const whole = figureOf(all?.kind === "cube" ? all.rows[0]?.[0] : null);
      const part = figureOf(value);
      if (!whole || part === null || Object.keys(context.selections).length === 0) return t("figure", words);
      return t("share", { ...words, share: context.formats.value(part / whole, { kind: "percent" }) });
    }
  }, [shown, stale, change, t, unselected]);

  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}

type Translate = ReturnType<typeof useTranslations<"dashboards.say">>;

function actionText(action: SelectionAction | null, context: ObjectContext, t: Translate): string {
  switch (action?.type) {
    case "back":
      return t("back");
    case "forward":
      return t("forward");
    case "drill":
      return t("drilled");
    case "lock":
      return t(action.on ? "locked" : "unlocked", { field: fieldLabel(action.field, context) });
    case "place":
      return t("bookmark", { name: action.name });
    case "clear":
      return action.field ? t("cleared", { field: fieldLabel(action.field, context) }) : t("clearedAll");
    case "select": {
      const field = fieldLabel(action.field, context);
      const values = context.selections[action.field] ?? [];
      if (values.length === 0) return t("cleared", { field });
      if (values.length > 3) return t("selectedMany", { field, count: values.length });
      const names = values.map((v) => context.formats.field(v, action.field));
      return t("selected", { field, values: names.join(", ") });
    }
    default:
      return t("changed");
  }
}
