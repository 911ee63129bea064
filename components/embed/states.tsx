import { useTranslations } from "next-intl";

/** A whole frame's sentence: what is going on, and what can be done. */
export function EmbedMessage({
  title,
  text,
  detail,
  action,
}: {
  title: string;
  text: string;
  /** For whoever set the embed up. */
  detail?: string;
  action?: { label: string; run: () => void };
}) {
  return (
    <section
      className="grid min-h-56 place-content-center gap-2 bg-surface px-6 py-10 text-center"
      role="status"
    >
      <h1 className="text-16 font-strong text-ink">{title}</h1>
      <p className="mx-auto max-w-[42ch] text-14 text-ink-2">{text}</p>
      {detail ? (
        <p className="mx-auto max-w-[60ch] rounded-2 bg-sunken px-3 py-2 text-12 break-words text-ink-2">
          {detail}
        </p>
      ) : null}
      {action ? (
        <button
          type="button"
          onClick={action.run}
          className="mx-auto mt-2 min-h-8 rounded-2 border border-line-strong px-3 text-13 font-medium text-ink hover:bg-hover"
        >
          {action.label}
        </button>
      ) : null}
    </section>
  );
}

/** Above the figures while the network is away. */
export function OfflineNotice() {
  const t = useTranslations("embeds.frame");
  return (
    <p role="status" className="bg-warning-soft px-4 py-2 text-13 text-warning-ink">
      {t("offline")}
    </p>
  );
}
