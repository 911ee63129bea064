"use client";

import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "../../ui/button";
import { chosenFiles } from "../../ui/chosen-files";
import { CircleAlertMark } from "../../ui/marks";
import { upload } from "../upload";

export interface Logo {
  id: string;
  name: string;
}

/** A picture for the customer's pages. It goes to the tenant's own uploads at once. */
export function LogoField({
  value,
  onChange,
  tenant,
}: {
  value: Logo | null;
  onChange: (logo: Logo | null) => void;
  /** Id of the tenant whose uploads take it. */
  tenant: () => Promise<string>;
}) {
  const t = useTranslations("drafts.details");
  const common = useTranslations("common");
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    setBusy(true);
    setError(null);
    try {
      const { id: logo, name } = await upload(await tenant(), file, common("error.offline"));
      onChange({ id: logo, name });
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : t("logoFailed"));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-[5px]">
      <span className="text-13 font-medium">{t("logo")}</span>
      <div className="flex min-h-8 flex-wrap items-center gap-2 text-13">
        {value ? (
          <>
            {/* biome-ignore lint/performance/noImgElement: a customer's own picture, behind the session */}
            <img
              src={`/api/uploads/${value.id}`}
              alt=""
              className="h-8 max-w-40 rounded-1 border border-line object-contain"
            />
            <span className="max-w-48 truncate">{value.name}</span>
          </>
        ) : null}
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          className="hidden"
          aria-label={t("logo")}
          onChange={(event) => void take(chosenFiles(event.target)[0])}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          <ImageUp />
          {value ? t("logoReplace") : t("logoChoose")}
        </Button>
        {value ? (
          <Button variant="quiet" onClick={() => onChange(null)}>
            {t("logoRemove")}
          </Button>
        ) : null}
      </div>
      {error ? (
        <p role="alert" className="flex gap-1.5 text-12 text-failed-ink">
          <CircleAlertMark className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      ) : (
        <p className="text-12 text-ink-3">{t("logoHint")}</p>
      )}
    </div>
  );
}
