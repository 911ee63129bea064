"use client";

import { useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { Button } from "../../ui/button";
import { Textarea } from "../../ui/input";
import { sheetOf, withObjects } from "../model/draft";
import { settle } from "../model/layout";
import { readObject } from "../model/properties";
import { objectText, readPiece } from "../model/yaml";
import { useEditor, useEditorState } from "../state/editor-context";
import { useObjectName } from "../use-words";

/** One object as its YAML: everything the format allows. It is applied when asked; mistakes are told with their place. */
export function ObjectYaml({ object }: { object: SheetObject }) {
  const t = useTranslations("sheetEditor.yaml");
  const { store, readOnly } = useEditor();
  const nameOf = useObjectName();
  const id = useId();
  const base = useEditorState((s) => sheetOf(s.history.present, s.open)?.base ?? null);
  const written = store.sheet ? objectText(store.sheet, base, object.id) : "";
  const [text, setText] = useState(written);
  const [problems, setProblems] = useState<string[]>([]);
  useEffect(() => {
    setText(written);
    setProblems([]);
  }, [written]);

  function apply() {
    const read = readPiece(text);
    if (!("value" in read)) return setProblems([t("fault", read)]);
    const done = readObject(read.value);
    if ("problems" in done)
      return setProblems(
        done.problems.map(({ path, message }) =>
          path.length > 0 ? `${path.join(".")}: ${message}` : message,
        ),
      );
    const others = store.sheet?.objects.filter((o) => o.id !== object.id) ?? [];
    if (others.some((o) => o.id === done.value.id)) return setProblems([t("twice", { id: done.value.id })]);
    if (done.value.at[0] + done.value.at[2] > 24) return setProblems([t("beyond")]);
    const { open } = store.state();
    const all = store.sheet?.objects.map((o) => (o.id === object.id ? done.value : o)) ?? [];
    const placed = settle(all, [done.value.id]);
    if (!placed) return setProblems([t("beyond")]);
    setProblems([]);
    store.change(
      withObjects(store.draft, open, () => placed),
      { key: "changed", name: nameOf(done.value) },
    );
    store.choose([done.value.id]);
  }

  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="text-13 text-ink-2">
        {t("hint")}
      </label>
      <Textarea
        id={id}
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        aria-invalid={problems.length > 0 || undefined}
        aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
        className="min-h-80 font-mono text-12 whitespace-pre"
        onChange={(e) => setText(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) apply();
        }}
      />
      {problems.length > 0 ? (
        <ul id={`${id}-problems`} role="alert" className="grid gap-1 text-12 text-failed-ink">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : null}
      {readOnly ? null : (
        <div className="flex gap-2">
          <Button size="s" variant="primary" disabled={text === written} onClick={apply}>
            {t("apply")}
          </Button>
          <Button size="s" variant="quiet" disabled={text === written} onClick={() => setText(written)}>
            {t("revert")}
          </Button>
        </div>
      )}
    </div>
  );
}
