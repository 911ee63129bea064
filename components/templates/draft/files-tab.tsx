"use client";

import { useMutation } from "@tanstack/react-query";
import { Trash2, Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef } from "react";
import { useFormat } from "../../format/use-format";
import { errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { notify } from "../../ui/toast";
import { FactsTable } from "../facts-table";
import { base64Of } from "./base64";
import type { DraftWork } from "./use-draft";

const MOST_BYTES = 5_000_000;

/** What lies below `files/`: themes, texts to include, pictures. Saved at once, on the revision that is shown. */
export function FilesTab({ work }: { work: DraftWork }) {
  const t = useTranslations("authoring.files");
  const actions = useTranslations("authoring.actions");
  const format = useFormat();
  const trpc = useTRPC();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation(
    trpc.templates.drafts.save.mutationOptions({
      onSuccess: work.accept,
      onError: (error) =>
        notify({
          ...{ kind: "error", title: actions("saveFailed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  const { draft, readOnly, id } = work;
  if (!draft) return null;
  const change = (files: { path: string; content: string | null }[]) =>
    save.mutate({ id, revision: draft.revision, files });
  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = "";
    const large = chosen.find((file) => file.size > MOST_BYTES);
    if (large) {
      notify({ kind: "error", title: t("tooLarge", { name: large.name }) });
      return;
    }
    change(await Promise.all(chosen.map(async (f) => ({ path: f.name, content: await base64Of(f) }))));
  }
  return (
    <section aria-label={t("title")} className="max-w-184">
      {draft.files.length === 0 ? <p className="mb-3 text-13 text-ink-2">{t("none")}</p> : null}
      {draft.files.length > 0 ? (
        <div className="mb-3 rounded-3 border border-line-strong">
          <FactsTable
            label={t("title")}
            columns={[t("name"), t("size"), ""]}
            rows={draft.files.map((file) => ({
              key: file.path,
              cells: [
                <code key="n">{file.path}</code>,
                format.bytes(file.bytes),
                readOnly ? null : (
                  <Button
                    key="r"
                    size="s"
                    variant="quiet"
                    square
                    aria-label={t("remove", { name: file.path })}
                    onClick={() => change([{ path: file.path, content: null }])}
                  >
                    <Trash2 />
                  </Button>
                ),
              ],
            }))}
          />
        </div>
      ) : null}
      {readOnly ? null : (
        <>
          <input
            ref={input}
            type="file"
            multiple
            aria-label={t("choose")}
            className="sr-only"
            tabIndex={-1}
            onChange={choose}
          />
          <Button busy={save.isPending} onClick={() => input.current?.click()}>
            <Upload />
            {t("add")}
          </Button>
        </>
      )}
    </section>
  );
}
