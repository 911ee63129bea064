"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { errorText } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";

/** Starts a run of billing and goes to it. A run again makes nothing twice. */
export function RunNow({ again = false }: { /** The last one left something. */ again?: boolean }) {
  const t = useTranslations("billing.fleet");
  const words = useTranslations("catalogue.runs");
  const trpc = useTRPC();
  const router = useRouter();
  const run = useMutation(
    trpc.billing.run.mutationOptions({
      onSuccess({ run: id }) {
        notify({ kind: "done", title: t("started") });
        router.push(`/runs/${id}`);
      },
      onError: (error) => notify({ kind: "error", title: t("notStarted"), description: errorText(error) }),
    }),
  );
  return (
    <Button variant="primary" busy={run.isPending} onClick={() => run.mutate()}>
      {again ? words("again") : t("run")}
    </Button>
  );
}
