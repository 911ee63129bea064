"use client";

import { useEffect, useState } from "react";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { propertyControl } from "../model/controls";
import { withObjects } from "../model/draft";
import type { Property } from "../model/kind-facts";
import { type Problem, readProperty, writeProperty } from "../model/properties";
import { useEditor } from "../state/editor-context";
import { useObjectName } from "../use-words";
import { ControlInput } from "./control-input";
import { ProblemsProvider, useFormatWords } from "./form-context";

/** Where the schema's paths of a property begin. */
const ROOTS: Partial<Record<Property, readonly string[]>> = {
  axes: ["dimension", "dimensions"],
  figures: ["measure", "measures"],
};

/**
 * One property of an object. What the format refuses stays in the form, with the reason at its place, and is tried
 * again with the next change; the sheet keeps its last good state.
 */
export function PropertyField({ object, property }: { object: SheetObject; property: Property }) {
  const { store } = useEditor();
  const words = useFormatWords();
  const nameOf = useObjectName();
  const control = propertyControl(object.kind, property);
  const value = readProperty(object, property);
  const [pending, setPending] = useState<{ value: unknown; problems: Problem[] } | null>(null);
  const written = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change from outside ends what was pending
  useEffect(() => setPending(null), [written]);

  function change(next: unknown) {
    const present = store.object(object.id);
    if (!present) return;
    const done = writeProperty(present, property, next);
    if ("problems" in done) {
      setPending({
        value: next,
        problems: done.problems.map((p) => ({ ...p, path: inside(p.path, property) })),
      });
      return;
    }
    setPending(null);
    const { open } = store.state();
    const label = { key: "changed", name: nameOf(done.value) };
    const gesture = `edit ${object.id} ${property}`;
    const draft = withObjects(store.draft, open, (all) =>
      all.map((o) => (o.id === object.id ? done.value : o)),
    );
    store.change(draft, label, gesture);
  }

  return (
    <ProblemsProvider value={pending?.problems ?? []}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: typing into one field is one step of undo */}
      <div onBlur={(event) => leaves(event) && store.settle()}>
        <ControlInput
          control={control}
          value={pending ? pending.value : value}
          onChange={change}
          path={[property]}
          label={words.key(property === "label" ? "labels" : property)}
          optional
        />
      </div>
    </ProblemsProvider>
  );
}

const leaves = (event: { currentTarget: Element; relatedTarget: EventTarget | null }) =>
  !(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget));

/** A path of the schema as the form counts: a single dimension is the first of a list there. */
function inside(path: readonly PropertyKey[], property: Property): PropertyKey[] {
  const [one, more] = ROOTS[property] ?? [];
  if (path[0] === more && more) return [property, ...path.slice(1)];
  if (path[0] === one && one) return [property, 0, ...path.slice(1)];
  return path[0] === property ? [...path] : [property];
}
