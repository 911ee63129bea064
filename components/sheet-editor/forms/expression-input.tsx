"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../../ui/field";
import { Textarea } from "../../ui/input";
import { useEditor } from "../state/editor-context";
import type { ExpressionFault } from "../types";
import { type InputProps, useProblem } from "./form-context";

const REST_MS = 300;

/** An expression, checked as the server checks it while one types; the place of a mistake is shown below. */
export function ExpressionInput({ value, onChange, path, label, amount }: InputProps & { amount?: boolean }) {
  const t = useTranslations("sheetEditor.form");
  const problem = useProblem(path);
  const text = value === undefined ? "" : String(value);
  const fault = useFault(typeof value === "string" ? text : "");
  const said = fault
    ? t("fault", { line: fault.line, column: fault.column, message: fault.message })
    : problem;

  function change(next: string) {
    if (next === "") onChange(undefined);
    else if (amount && !Number.isNaN(Number(next))) onChange(Number(next));
    else onChange(next);
  }

  return (
    <div className="grid gap-1">
      <Field label={label} error={said} hint={amount ? t("amount") : undefined}>
        <Textarea
          value={text}
          rows={amount ? 1 : 2}
          spellCheck={false}
          autoCapitalize="off"
          className={amount ? "min-h-8 font-mono text-12" : "min-h-14 font-mono text-12"}
          onChange={(e) => change(e.target.value)}
        />
      </Field>
      {fault ? <Marked text={text} fault={fault} /> : null}
    </div>
  );
}

/** The line of the mistake, from its place on underlined. */
function Marked({ text, fault }: { text: string; fault: ExpressionFault }) {
  const line = text.split("\n")[fault.line - 1] ?? "";
  const from = Math.min(Math.max(0, fault.column - 1), Math.max(0, line.length - 1));
  const word = /^[\p{L}\p{N}_.]+|^./u.exec(line.slice(from))?.[0] ?? "";
  return (
    <code
      aria-hidden="true"
      className="block overflow-x-auto rounded-1 bg-sunken px-2 py-1 text-12 whitespace-pre"
    >
      {line.slice(0, from)}
      <span className="text-failed-ink underline decoration-wavy underline-offset-3">{word}</span>
      {line.slice(from + word.length)}
    </code>
  );
}

/** What the checker says about an expression once typing rests; an answer that comes late is dropped. */
function useFault(expression: string): ExpressionFault | null {
  const { check } = useEditor();
  const [found, setFound] = useState<{ expression: string; fault: ExpressionFault | null } | null>(null);
  useEffect(() => {
    if (!check || expression === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      check(expression, abort.signal).then(
        (fault) => {
          if (!abort.signal.aborted) setFound({ expression, fault });
        },
        // No answer is no mistake: the chart says what it cannot draw.
        () => undefined,
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [check, expression]);
  return found?.expression === expression ? found.fault : null;
}
