"use client";

import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { isColor } from "../../wizard/details/contrast";

/** A colour as it is written, and beside it the browser's own picker. */
export function ColorField({
  label,
  hint,
  pick,
  error,
  value,
  otherwise,
  onChange,
}: {
  label: string;
  hint: string;
  /** Name of the picker. */
  pick: string;
  error?: string | undefined;
  value: string;
  /** What the picker shows while nothing is chosen. */
  otherwise: string;
  onChange(value: string): void;
}) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <Field label={label} hint={hint} error={error}>
          <Input
            className="font-mono"
            placeholder={otherwise}
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value.trim())}
          />
        </Field>
      </div>
      <input
        type="color"
        aria-label={pick}
        className="mt-[23px] h-8 w-12 shrink-0 rounded-2 border border-line-input bg-surface p-0.5 max-md:h-10"
        value={isColor(value) ? value : otherwise}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
