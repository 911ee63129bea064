"use client";

import { useMutation } from "@tanstack/react-query";
import { Download, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { downloadBase64 } from "../../dashboards/csv";
import { errorText } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";

export type Archive = RouterOutputs["audit"]["archives"]["items"][number];

/** Checks one archive, or takes it away as a file. */
export function ArchiveActions({ archive }: { archive: Archive }) {
  const t = useTranslations("audit.archive");
  const trpc = useTRPC();
  const { id, firstSeq: first, lastSeq: last } = archive;
  const onError = (error: unknown) =>
    notify({ title: t("failed"), description: errorText(error), kind: "error" });
  const verify = useMutation(
    trpc.audit.verifyArchive.mutationOptions({
      onError,
      onSuccess: ({ ok, entries, problem }) =>
        notify(
          ok
            ? { title: t("whole", { entries }) }
            : { title: t("broken", { problem: problem ?? "" }), kind: "error" },
        ),
    }),
  );
  const file = useMutation(
    trpc.audit.archiveFile.mutationOptions({
      onError,
      onSuccess({ name, content }) {
        downloadBase64(name, content, "application/gzip");
        notify({ title: t("downloaded", { name }) });
      },
    }),
  );
  return (
    <span className="flex flex-wrap gap-1.5">
      <Button
        size="s"
        aria-label={t("verifyOf", { first, last })}
        busy={verify.isPending}
        onClick={() => verify.mutate({ id })}
      >
        <ShieldCheck />
        {t("verify")}
      </Button>
      <Button
        size="s"
        aria-label={t("downloadOf", { first, last })}
        busy={file.isPending}
        onClick={() => file.mutate({ id })}
      >
        <Download />
        {t("download")}
      </Button>
    </span>
  );
}
