"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../patterns/copy-button";
import { cn } from "../ui/cn";

/** What a line of a load script is, by its beginning: enough to find one's way by eye. */
function toneOf(line: string): string {
  if (/^\s*(\/\/|rem\b)/i.test(line)) return "text-ink-3";
  if (/^\s*\/\/\/\$tab/i.test(line)) return "font-bold";
  return "";
}

const KEYWORDS =
  /\b(LOAD|SQL|SELECT|FROM|RESIDENT|WHERE|GROUP BY|LEFT|INNER|OUTER|RIGHT|JOIN|KEEP|CONCATENATE|MAPPING|APPLYMAP|LET|SET|DROP|TABLES?|FIELDS?|RENAME|STORE|INTO|LIB|CONNECT|TO|IF|THEN|ELSE|END|FOR|NEXT|CALL|SUB|TRACE|AS|DISTINCT|AUTOGENERATE|INLINE|QUALIFY|UNQUALIFY|DIRECTORY|INTERVALMATCH)\b/g;

function Line({ text }: { text: string }) {
  const tone = toneOf(text);
  if (tone) return <span className={tone}>{text || " "}</span>;
  const parts = text.split(KEYWORDS);
  return (
    <>
      {parts.map((part, i) =>
        i % 2 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line, never reordered
          <b key={i} className="font-bold">
            {part}
          </b>
        ) : (
          part
        ),
      )}
      {text ? "" : " "}
    </>
  );
}

/** A load script to read, with the line numbers its errors name. */
export function ScriptView({ script }: { script: string }) {
  const t = useTranslations("templates.version");
  const lines = script.replace(/\n$/, "").split("\n");
  return (
    <div className="min-w-0 overflow-hidden rounded-3 border border-line-strong">
      <header className="flex min-h-11 items-center border-b border-line px-4 py-1.5 text-12 text-ink-3">
        {t("scriptLines", { count: lines.length })}
        <span className="ml-auto">
          <CopyButton text={script} label={t("copyScript")} />
        </span>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: a scrollable area needs a role, a name and the keyboard */}
      <div
        role="region"
        aria-label={t("script")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
        tabIndex={0}
        className="max-h-[70dvh] overflow-auto bg-sunken py-2.5 font-mono text-12 leading-5 -outline-offset-2!"
      >
        <ol>
          {lines.map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines by their number
            <li key={i} id={`line-${i + 1}`} className="flex target:bg-accent-soft">
              <span
                aria-hidden="true"
                className={cn("sticky left-0 w-12 shrink-0 bg-sunken pr-3 text-right text-ink-3 select-none")}
              >
                {i + 1}
              </span>
              <code className="pr-4 text-12 whitespace-pre">
                <Line text={line} />
              </code>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}
