"use client";

import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import type { FieldView } from "./use-field";

/** Asks while one types, a moment after the last letter. */
const WAIT_MS = 120;

export function FieldSearch({
  field,
  inputRef,
  onKey,
}: {
  field: FieldView;
  inputRef?: RefObject<HTMLInputElement | null>;
  onKey?(event: KeyboardEvent<HTMLInputElement>, text: string): void;
}) {
  const t = useTranslations("dashboards.list");
  const [text, setText] = useState(field.search);
  const { setLocal, search } = field;

  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => setLocal({ search: text, limit: undefined }), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, search, setLocal]);

  return (
    <label className="flex h-8 items-center gap-2 rounded-(--brand-radius) border border-line-input bg-surface px-2 focus-within:border-(--brand) focus-within:ring-1 focus-within:ring-(--brand) in-data-[width=narrow]:h-11">
      <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      <input
        ref={inputRef}
        type="text"
        inputMode="search"
        autoComplete="off"
        aria-label={t("search", { field: field.label })}
        placeholder={t("placeholder")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text) {
            setText("");
            event.stopPropagation();
          } else onKey?.(event, text);
        }}
        className="min-w-0 flex-1 bg-transparent text-13 outline-none in-data-[width=narrow]:text-16"
      />
      {search ? (
        <span role="status" className="text-12 whitespace-nowrap text-ink-3">
          {t("found", { count: field.found })}
        </span>
      ) : null}
    </label>
  );
}
