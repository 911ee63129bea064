"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";

const PAUSE_MS = 250;

/** Searches while one types, after a short pause. What is typed is never overwritten by a late answer. */
export function SearchInput({
  value,
  onChange,
  label,
  placeholder,
  className,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder: string;
  className?: string;
}) {
  const t = useTranslations("common");
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The value changed from outside: back button, "Clear filters".
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      onChange(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onChange]);
  return (
    <div
      className={cn(
        "flex h-8 w-68 items-center gap-1.5 rounded-2 border border-line-input bg-surface pr-1 pl-2.5 text-13 max-md:h-10 max-md:w-full max-md:text-16",
        "focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-(--focus)",
        className,
      )}
    >
      <Search className="size-4 shrink-0 text-ink-3" aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setText("")}
        className="h-full min-w-0 flex-1 bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label={t("search.clear")}
          className="grid size-6 shrink-0 place-items-center rounded-1 text-ink-3 hover:bg-press"
          onClick={() => {
            setText("");
            input.current?.focus();
          }}
        >
          <X className="size-4" />
        </button>
      ) : null}
    </div>
  );
}
