"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyButton, CopyId } from "../patterns/copy-button";
import { Button } from "../ui/button";

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/x-pem-file" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** The private half, this once. */
export function PrivateKey({ kid, pem }: { kid: string; pem: string }) {
  const t = useTranslations("embeds.keys");
  return (
    <div className="grid gap-3">
      <p>{t("onceText")}</p>
      <div>
        <p className="text-12 text-ink-3">{t("kid")}</p>
        <CopyId value={kid} />
      </div>
      <div>
        <div className="mb-1 flex items-center gap-2">
          <p className="flex-1 text-12 text-ink-3">{t("private")}</p>
          <Button size="s" onClick={() => download(`${kid}.pem`, pem)}>
            <Download />
            {t("download")}
          </Button>
          <CopyButton text={pem} label={t("copyKey")} />
        </div>
        <section
          aria-label={t("private")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
          tabIndex={0}
          className="max-h-40 overflow-auto rounded-2 bg-sunken p-2.5"
        >
          <pre className="text-11 leading-4" data-testid="private-key">
            {pem}
          </pre>
        </section>
      </div>
    </div>
  );
}
