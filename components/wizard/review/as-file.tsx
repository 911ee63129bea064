"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { commandLine } from "../../format/command-line";
import { CopyButton } from "../../patterns/copy-button";
import { ErrorState } from "../../patterns/error-state";
import { useTRPCClient } from "../../providers/trpc";
import { buttonClass } from "../../ui/button";
import { Skeleton } from "../../ui/small";

/** The same as a tenants file, for people who would rather write it down. */
export function AsFile({ id, savedAt }: { id: string; savedAt: Date | null }) {
  const t = useTranslations("drafts.review");
  const client = useTRPCClient();
  const file = useQuery({
    queryKey: ["drafts.file", id, savedAt?.getTime()],
    queryFn: ({ signal }) => client.drafts.file.query({ id }, { signal }),
  });
  const text = file.data?.text;
  const address = useMemo(
    () => (text === undefined ? "" : `data:application/yaml;charset=utf-8,${encodeURIComponent(text)}`),
    [text],
  );
  return (
    <section aria-labelledby="as-file" className="min-w-0">
      <h2 id="as-file" className="text-14 font-strong">
        {t("file")}
      </h2>
      <p className="mt-0.5 text-12 text-ink-3">{t("fileLead")}</p>
      {file.error ? (
        <ErrorState error={file.error} onRetry={() => file.refetch()} className="mt-2" />
      ) : text === undefined || !file.data ? (
        <Skeleton className="mt-2 h-40" />
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <pre tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded-2 bg-sunken p-3 text-12">
            {text}
          </pre>
          <div className="mt-2 flex flex-wrap gap-2">
            <CopyButton text={text} label={t("copy")}>
              {t("copy")}
            </CopyButton>
            <a className={buttonClass({ size: "s" })} href={address} download={file.data.name}>
              {t("download", { name: file.data.name })}
            </a>
          </div>
          <p className="mt-2 text-12 break-words text-ink-3">
            <code>{commandLine(`tenants apply ${file.data.name}`)}</code>
          </p>
          {file.data.variables.length > 0 ? (
            <p className="mt-1 text-12 break-words text-ink-3">
              {t("variables", { names: file.data.variables.join(", ") })}
            </p>
          ) : null}
        </>
      )}
    </section>
  );
}
