"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Door } from "../auth/door";
import { useHashToken } from "../auth/use-hash-token";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";

/** Where a mail's link ends what it came with. Opening it ends nothing: programs that look at links open them too. */
export function Unsubscribe({ product }: { product: string }) {
  const t = useTranslations("deliveries.unsubscribe");
  const trpc = useTRPC();
  const token = useHashToken();
  const { mutate: look, ...opened } = useMutation(trpc.deliveries.openLink.mutationOptions());
  const end = useMutation(trpc.deliveries.unsubscribe.mutationOptions());
  useEffect(() => {
    if (token) look({ token });
  }, [look, token]);
  const error = end.error ?? opened.error;
  const known = opened.data;
  const over = end.isSuccess || known?.ended === true;
  if (over)
    return (
      <Door product={product} title={t("doneTitle")} lead={t("done")}>
        {null}
      </Door>
    );
  const lead =
    token === null
      ? t("noLink")
      : known && !known.ended
        ? t("lead", { sheet: known.sheet, tenant: known.tenantName })
        : t("opening");
  return (
    <Door product={product} title={t("title")} lead={error ? "" : lead}>
      <div className="mt-6 grid gap-3" aria-live="polite">
        {error ? (
          <Notice tone="failed" live>
            {errorText(error)}
          </Notice>
        ) : null}
        {token && known && !known.ended ? (
          <Button variant="primary" size="l" busy={end.isPending} onClick={() => end.mutate({ token })}>
            {t("end")}
          </Button>
        ) : null}
      </div>
    </Door>
  );
}
