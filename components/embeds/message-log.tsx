import { ArrowLeft, ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Button } from "../ui/button";
import { LogFrame } from "./log-frame";

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
  return (
    <LogFrame
      title={t("messages")}
      none={t("none")}
      isEmpty={messages.length === 0}
      end={
        <Button size="s" variant="quiet" disabled={messages.length === 0} onClick={onEmpty}>
          {t("empty")}
        </Button>
      }
    >
      {messages.map(({ key, ms, to, message: { type, ...rest } }) => {
        const Arrow = to === "frame" ? ArrowRight : ArrowLeft;
        return (
          <li key={key} className="grid grid-cols-[3.5rem_1rem_6rem_minmax(0,1fr)] items-center gap-2 py-0.5">
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
    </LogFrame>
  );
}
