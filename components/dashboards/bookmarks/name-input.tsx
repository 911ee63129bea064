"use client";

import { useEffect, useRef } from "react";

/** A bookmark's name while it is typed. */
export function NameInput({
  label,
  placeholder,
  value,
  onChange,
  onEscape,
  focused,
}: {
  label: string;
  placeholder?: string;
  value: string;
  onChange(value: string): void;
  onEscape?(): void;
  /** Typing goes here as soon as it is there. */
  focused?: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  return (
    <input
      ref={input}
      type="text"
      maxLength={80}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !onEscape) return;
        event.stopPropagation();
        onEscape();
      }}
      className="h-8 min-w-0 flex-1 rounded-(--brand-radius) border border-line-input bg-surface px-2 text-13 outline-none focus:border-(--brand) focus:ring-1 focus:ring-(--brand) in-data-[width=narrow]:h-11 in-data-[width=narrow]:text-16"
    />
  );
}
