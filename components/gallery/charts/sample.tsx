"use client";

import { useState } from "react";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Selections } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { chartKinds } from "../../charts/kinds";
import type { ObjectActions } from "../../charts/port";
import { contextOf } from "../../dashboards/object-context";
import { sampleAnswers } from "./engine";
import type { SampleState } from "./values";

const SHEET = {
  sheet: "gallery",
  format: 1 as const,
  title: "Gallery",
  measures: { budget: { label: "Budget", value: "Sum(Budget)", format: "money" as const } },
  objects: [],
};

const DOCUMENT: DashboardDocument = {
  app: { id: "app_gallery", title: "Gallery", template: "gallery", version: "1.0.0" },
  generation: "gen_gallery",
  dataAt: "2025-12-31T06:12:00Z",
  sheets: [SHEET],
  measures: {},
  fields: { Day: { type: "date", distinct: 120, key: false } },
  language: "en",
  currency: "EUR",
  tenant: { name: "Gallery" },
  branding: {},
  look: {},
};

const FIRST: Record<string, Selections> = {
  selected: { Category: ["Cycling", "Snow"], Month: ["Mar", "Apr"] },
};

/** One object with made-up answers that follows its own clicks. */
export function Sample({ object, state }: { object: SheetObject & { height?: number }; state: SampleState }) {
  const [selections, setSelections] = useState<Selections>(FIRST[state] ?? {});
  const [level, setLevel] = useState(0);
  const [said, setSaid] = useState("");
  const [size, setSize] = useState<number | null>(null);
  const kind = chartKinds[object.kind];
  const { height = 300, ...own } = object;
  const context = contextOf({
    document: DOCUMENT,
    sheet: SHEET,
    language: "en",
    place: { selections, drill: { [object.id]: level } },
    locked: [],
    variables: {},
    local: {},
  });
  const actions: ObjectActions = {
    select: (field, values, mode) =>
      setSelections((old) => {
        const before = mode === "toggle" ? (old[field] ?? []) : [];
        const kept = before.filter((value) => !values.includes(value));
        const next = [...kept, ...values.filter((value) => !before.includes(value))];
        const { [field]: _gone, ...rest } = old;
        return next.length ? { ...rest, [field]: next } : rest;
      }),
    clear: () => setSelections({}),
    drill: (_id, to) => setLevel((old) => (to === "up" ? Math.max(0, old - 1) : old + 1)),
    announce: setSaid,
  };
  if (!kind) return null;
  const answers = state === "refused" ? {} : sampleAnswers(kind.questions(own, context), state, selections);
  return (
    <section
      aria-label={object.id}
      className="min-w-0 border-line border-t pt-2"
      ref={(element) => {
        if (element && size === null) setSize(element.clientWidth);
      }}
    >
      <h2 className="font-strong text-14">{String(object.title ?? object.id)}</h2>
      {size && (
        <kind.View
          object={own}
          context={context}
          answers={answers}
          stale={false}
          width={size}
          height={height}
          theme="light"
          actions={actions}
        />
      )}
      <p className="mt-1 text-12 text-ink-3">{kind.summary?.(own, context, answers)}</p>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </section>
  );
}
