"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../patterns/copy-button";
import { Button } from "../ui/button";

/** Ten codes, this once: shown until the person says that they have them. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTranslations("account.factor");
  return (
    <section aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" className="text-16 font-strong tracking-tight">
        {t("codesTitle")}
      </h2>
      <p className="mt-1 text-13 text-ink-2">{t("codesText")}</p>
      <ol className="my-3 grid gap-1 rounded-2 bg-sunken px-3 py-2.5 font-mono text-13">
        {codes.map((code) => (
          <li key={code} className="break-all" data-testid="recovery-code">
            {code}
          </li>
        ))}
      </ol>
      <p className="mb-4 text-12 text-ink-3">{t("codesOnce")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton text={codes.join("\n")} label={t("copy")}>
          {t("copy")}
        </CopyButton>
        <Button variant="primary" className="ml-auto" onClick={onDone}>
          {t("kept")}
        </Button>
      </div>
    </section>
  );
}
