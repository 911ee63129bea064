"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cn } from "../ui/cn";

/** Several short values: Enter or a comma takes one, backspace in the empty field gives the last one back. */
export function TokenInput({
  values,
  onChange,
  label,
  remove,
  placeholder,
  id,
  className,
  inputMode,
  ...aria
}: {
  values: readonly string[];
  onChange: (values: string[]) => void;
  label?: string;
  /** Name of the button that takes a value away. */
  remove: (value: string) => string;
  placeholder?: string;
  id?: string;
  className?: string;
  inputMode?: "decimal" | "text";
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const [text, setText] = useState("");
  function take(input: string) {
    const fresh = input
      .split(/[,;\n]/)
      .map((v) => v.trim())
      .filter((v) => v !== "" && !values.includes(v));
    if (fresh.length > 0) onChange([...values, ...fresh]);
    setText("");
  }
  function key(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter" && text.trim() !== "") {
      event.preventDefault();
      take(text);
    } else if (event.key === "," || event.key === ";") {
      event.preventDefault();
      take(text);
    } else if (event.key === "Backspace" && text === "" && values.length > 0) {
      setText(values.at(-1) ?? "");
      onChange(values.slice(0, -1));
      event.preventDefault();
    }
  }
  return (
    <div
      className={cn(
        "flex min-h-8 w-full flex-wrap items-center gap-1 rounded-2 border border-line-input bg-surface px-1.5 py-0.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-(--focus) max-md:min-h-10",
        className,
      )}
    >
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex max-w-full items-center gap-0.5 rounded-1 bg-accent-soft pl-1.5 text-12 font-medium text-accent-ink"
        >
          <span className="truncate">{value}</span>
          <button
            type="button"
            aria-label={remove(value)}
            onClick={() => onChange(values.filter((v) => v !== value))}
            className="grid size-6 place-items-center"
          >
            <X className="size-3" />
          </button>
        </span>
      ))}
      <input
        id={id}
        aria-label={label}
        value={text}
        inputMode={inputMode}
        placeholder={values.length === 0 ? placeholder : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={key}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          if (!/[,;\n]/.test(pasted)) return;
          event.preventDefault();
          take(text + pasted);
        }}
        onBlur={() => take(text)}
        className="h-6 min-w-24 flex-1 bg-transparent px-1 text-13 outline-none max-md:h-8 max-md:text-16"
        {...aria}
      />
    </div>
  );
}
