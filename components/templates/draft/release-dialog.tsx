"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText, publicError } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { notify } from "../../ui/toast";
import type { DraftWork } from "./use-draft";

/** The version's number and what is new, for good. */
export function ReleaseDialog({ work, onClose }: { work: DraftWork; onClose(): void }) {
  const t = useTranslations("authoring.release");
  const all = useTranslations("authoring");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const { draft } = work;
  const [version, setVersion] = useState(draft?.proposal?.version ?? "");
  const [changelog, setChangelog] = useState("");
  const [asked, setAsked] = useState(false);
  const release = useMutation(
    trpc.templates.drafts.release.mutationOptions({
      onSuccess({ id, version: made }) {
        notify({ title: t("released", { template: `${id}@${made}` }) });
        router.push(`/templates/${id}/${made}`);
        void queries.invalidateQueries({ queryKey: trpc.templates.pathKey() });
      },
    }),
  );
  if (!draft) return null;
  const wrong = release.error ? publicError(release.error) : null;
  function confirm() {
    setAsked(true);
    if (draft && changelog.trim())
      release.mutate({ id: work.id, revision: draft.revision, version, changelog });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      closeLabel={all("close")}
      title={t("title", { title: draft.title })}
      actions={
        <>
          <Button onClick={onClose}>{all("cancel")}</Button>
          <Button variant="primary" busy={release.isPending} onClick={confirm}>
            {t("confirm", { version })}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t("body")}</p>
      <div className="grid gap-4 text-ink">
        <Field
          label={t("version")}
          hint={draft.proposal ? t(`size.${draft.proposal.size}`) : undefined}
          error={wrong?.code === "templates.version_order" ? errorText(release.error) : undefined}
        >
          <Input value={version} className="max-w-40" onChange={(e) => setVersion(e.target.value)} />
        </Field>
        <Field
          label={t("changelog")}
          hint={t("changelogHint")}
          error={asked && !changelog.trim() ? t("changelogNeeded") : undefined}
        >
          <Textarea rows={6} value={changelog} onChange={(e) => setChangelog(e.target.value)} />
        </Field>
        {wrong && wrong.code !== "templates.version_order" ? (
          <Notice tone="failed" live>
            {errorText(release.error)}
          </Notice>
        ) : null}
      </div>
    </Dialog>
  );
}
