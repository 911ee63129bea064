"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { download } from "../dashboards/csv";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import type { auditFilterOf } from "./search";

type Check = RouterOutputs["audit"]["verify"];

export function useVerify() {
  const trpc = useTRPC();
  return useMutation(trpc.audit.verify.mutationOptions());
}

/** What the check found, in words. */
export function CheckNotice({ check, error }: { check: Check | undefined; error: unknown }) {
  const t = useTranslations("audit");
  if (!check && !error) return null;
  const first = check?.problems[0];
  return (
    <Notice tone={check?.ok ? "succeeded" : "failed"} live className="mb-4">
      {check?.ok ? t("whole", { entries: check.entries, chains: check.chains }) : null}
      {check && first ? t("broken", { count: check.problems.length, first: t("brokenIn", first) }) : null}
      {error ? errorText(error) : null}
    </Notice>
  );
}

/** Everything the filters show, as a file: for spreadsheets, or for programs. */
export function ExportButtons({ filter }: { filter: ReturnType<typeof auditFilterOf> }) {
  const t = useTranslations("audit");
  const trpc = useTRPC();
  const { mutate, isPending, variables } = useMutation(
    trpc.audit.export.mutationOptions({
      onSuccess({ format, content, rows, cut }) {
        const type = format === "csv" ? "text/csv" : "application/json";
        download(`audit-${new Date().toISOString().slice(0, 10)}.${format}`, content, type);
        notify({ title: t("exported", { rows }), ...(cut ? { description: t("cut") } : {}) });
      },
      onError: (error) => notify({ title: t("exportFailed"), description: errorText(error), kind: "error" }),
    }),
  );
  const button = (format: "csv" | "json", words: string) => (
    <Button
      busy={isPending && variables.format === format}
      disabled={isPending}
      onClick={() => mutate({ ...filter, format })}
    >
      {words}
    </Button>
  );
  return (
    <>
      {button("csv", t("export"))}
      {button("json", t("exportJson"))}
    </>
  );
}
