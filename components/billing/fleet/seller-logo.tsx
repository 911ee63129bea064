"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { chosenFiles } from "../../ui/chosen-files";
import { CircleAlertMark } from "../../ui/marks";
import { notify } from "../../ui/toast";

const MOST_BYTES = 300_000;

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** The picture at the head of invoices. It is kept at once; final invoices keep the one they were made with. */
export function SellerLogo({ writes }: { writes: boolean }) {
  const t = useTranslations("catalogue.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const { data } = useQuery(trpc.billing.logo.queryOptions());
  const change = useMutation(
    trpc.billing.changeLogo.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("logoSaved") });
        await queries.invalidateQueries(trpc.billing.logo.queryFilter());
      },
    }),
  );
  async function take(file: File | undefined) {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) change.mutate({ base64: await base64Of(file) });
  }
  const wrong = tooLarge ? t("logoLarge") : change.error ? errorText(change.error) : null;
  const address = data?.address;
  return (
    <div className="flex flex-col gap-[5px]">
      <span className="text-13 font-medium">{t("logo")}</span>
      <div className="flex min-h-8 flex-wrap items-center gap-2 text-13">
        {address ? (
          // biome-ignore lint/performance/noImgElement: an uploaded picture as a data address
          <img
            src={address}
            alt={t("logoNow")}
            className="h-10 max-w-48 rounded-1 border border-line bg-white object-contain p-1"
          />
        ) : null}
        {writes ? (
          <>
            <input
              ref={input}
              type="file"
              accept="image/png,image/jpeg"
              className="hidden"
              aria-label={t("logo")}
              onChange={(event) => void take(chosenFiles(event.target)[0])}
            />
            <Button busy={change.isPending} onClick={() => input.current?.click()}>
              <ImageUp />
              {t(address ? "logoReplace" : "logoChoose")}
            </Button>
          </>
        ) : null}
        {writes && address ? (
          <Button variant="quiet" onClick={() => change.mutate({ base64: null })}>
            {t("logoRemove")}
          </Button>
        ) : null}
      </div>
      {wrong ? (
        <p role="alert" className="flex gap-1.5 text-12 text-failed-ink">
          <CircleAlertMark className="mt-0.5 size-3.5 shrink-0" />
          {wrong}
        </p>
      ) : (
        <p className="text-12 text-ink-3">{t("logoHint")}</p>
      )}
    </div>
  );
}
