"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { errorText, publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Card } from "../ui/small";
import { notify } from "../ui/toast";

type Counts = NonNullable<RouterOutputs["home"]["get"]["samples"]>;

/** What came with the installation, and how to be rid of it. */
export function Samples({ samples }: { samples: Counts }) {
  const t = useTranslations("home.samples");
  const id = useId();
  const trpc = useTRPC();
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const remove = useMutation(
    trpc.home.removeSamples.mutationOptions({
      onSuccess: ({ run }) => router.push(`/runs/${run}`),
      onError: (error) => {
        setAsked(false);
        notify({
          kind: "error",
          title: t("failed"),
          description: errorText(error),
          requestId: publicError(error).requestId,
        });
      },
    }),
  );
  return (
    <Card id={id} title={t("title")}>
      <div className="flex flex-wrap items-center gap-3 px-4 py-3.5 text-13 text-ink-2">
        <p className="min-w-0 flex-1 basis-72">{t("body", { ...samples })}</p>
        <Button variant="danger" size="s" onClick={() => setAsked(true)}>
          {t("remove")}
        </Button>
      </div>
      <AlertDialog
        open={asked}
        onOpenChange={setAsked}
        title={t("askTitle")}
        confirm={t("confirm")}
        cancel={t("keep")}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        {t("ask", { ...samples })}
      </AlertDialog>
    </Card>
  );
}
