"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";

function useCopy(text: string | (() => string)): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    const value = typeof text === "function" ? text() : text;
    // Without a secure context (plain http on another host) there is no clipboard.
    navigator.clipboard?.writeText(value).then(() => setCopied(true));
  };
  return { copied, copy };
}

/** An id one can click to copy. */
export function CopyId({ value, className }: { value: string; className?: string }) {
  const { copied, copy } = useCopy(value);
  const t = useTranslations("common");
  return (
    <button
      type="button"
      onClick={copy}
      title={t("copy")}
      className={cn(
        "inline-flex min-h-6 max-w-full items-center gap-1.5 font-mono text-12 text-ink-2",
        className,
      )}
    >
      <span className="truncate">{value}</span>
      {copied ? (
        <Check className="size-3.5 shrink-0 text-succeeded-mark" aria-hidden="true" />
      ) : (
        <Copy className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
      )}
      <span className="sr-only">{t("copy")}</span>
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </button>
  );
}

/** A square button that copies what `text` gives when pressed. */
export function CopyButton({
  text,
  label,
  children,
}: {
  text: string | (() => string);
  label: string;
  children?: ReactNode;
}) {
  const { copied, copy } = useCopy(text);
  const t = useTranslations("common");
  return (
    <>
      <Button
        size="s"
        square={!children}
        aria-label={children ? undefined : label}
        title={label}
        onClick={copy}
      >
        {copied ? <Check className="text-succeeded-mark!" /> : <Copy />}
        {children}
      </Button>
      <span role="status" className="sr-only">
        {copied ? t("copied") : ""}
      </span>
    </>
  );
}
