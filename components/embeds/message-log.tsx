import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormat } from "../format/use-format";
import { Button } from "../ui/button";

export interface LoggedMessage {
  key: number;
  /** Since the first one. */
  ms: number;
  to: "frame" | "page";
  message: { type: string };
}

/** What the page and the frame post to each other, newest last. */
export function MessageLog({ messages, onEmpty }: { messages: LoggedMessage[]; onEmpty: () => void }) {
  const t = useTranslations("embeds.playground");
  const format = useFormat();
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-4 min-w-0 rounded-3 border border-line-strong bg-surface">
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        <h2 id={id} className="flex-1 text-14 font-strong">
          {t("messages")}
        </h2>
        <Button size="s" variant="quiet" disabled={messages.length === 0} onClick={onEmpty}>
          {t("empty")}
        </Button>
      </header>
      {messages.length === 0 ? (
        <p className="px-4 py-3 text-13 text-ink-3">{t("none")}</p>
      ) : (
        <ol
          aria-labelledby={id}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
          tabIndex={0}
          className="max-h-72 overflow-y-auto px-4 py-2 text-12 -outline-offset-2!"
        >
          {messages.map(({ key, ms, to, message: { type, ...rest } }) => {
            const Arrow = to === "frame" ? ArrowRight : ArrowLeft;
            return (
              <li
                key={key}
                className="grid grid-cols-[3.5rem_1rem_6rem_minmax(0,1fr)] items-center gap-2 py-0.5"
              >
                <span className="text-right font-mono text-ink-3">+{format.count(ms)}</span>
                <span title={t(to === "frame" ? "toFrame" : "toPage")}>
                  <Arrow className="size-3.5 text-ink-3" aria-hidden="true" />
                  <span className="sr-only">{t(to === "frame" ? "toFrame" : "toPage")}</span>
                </span>
                <span className="truncate font-medium">{type}</span>
                <code className="truncate text-ink-2" title={JSON.stringify(rest)}>
                  {JSON.stringify(rest)}
                </code>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
