"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../patterns/copy-button";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** A secret that is in one answer and never again: shown until the person says that they have it. */
export function ShownOnce({
  title,
  text,
  secret,
  onDone,
}: {
  title: string;
  text: string;
  secret: string | null;
  onDone: () => void;
}) {
  const t = useTranslations("settings.once");
  const common = useTranslations("common");
  return (
    <Dialog
      open={secret !== null}
      onOpenChange={(open) => {
        if (!open) onDone();
      }}
      once
      title={title}
      closeLabel={common("close")}
      actions={
        <Button variant="primary" onClick={onDone}>
          {t("done")}
        </Button>
      }
    >
      <p>{text}</p>
      <p className="mt-3 flex items-center gap-2 rounded-2 bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="min-w-0 flex-1 font-mono text-13 break-all text-ink" data-testid="secret">
          {secret}
        </code>
        <CopyButton text={secret ?? ""} label={common("copy")} />
      </p>
      <p className="mt-2 text-12 text-ink-3">{t("never")}</p>
    </Dialog>
  );
}
