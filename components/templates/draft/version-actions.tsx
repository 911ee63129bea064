"use client";

import { useMutation } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText, publicError } from "../../patterns/error-state";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import { Button, ButtonLink } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { notify } from "../../ui/toast";

/** What one can do with a released version: take it home, copy it, change it in a draft. */
export function VersionActions({ id, version, title }: { id: string; version: string; title: string }) {
  const t = useTranslations("authoring");
  const trpc = useTRPC();
  const router = useRouter();
  const mayAuthor = useMay("templates:author");
  const mayAdd = useMay("tenants:update");
  const [cloning, setCloning] = useState(false);
  const start = useMutation(
    trpc.templates.drafts.start.mutationOptions({
      onSuccess: (draft) => router.push(`/templates/${draft.id}/draft`),
      onError: (error) =>
        notify({
          ...{ kind: "error", title: t("actions.failed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  return (
    <>
      <ButtonLink href={`/api/templates/${id}/export?version=${version}`} prefetch={false}>
        {t("actions.export")}
      </ButtonLink>
      {mayAdd ? (
        <ButtonLink href={`/templates/${id}/${version}/add`}>{t("actions.addToTenants")}</ButtonLink>
      ) : null}
      {mayAuthor ? (
        <>
          <Button onClick={() => setCloning(true)}>{t("actions.clone")}</Button>
          <Button variant="primary" busy={start.isPending} onClick={() => start.mutate({ id })}>
            <PencilLine />
            {t("edit")}
          </Button>
        </>
      ) : null}
      {cloning ? (
        <CloneDialog id={id} version={version} title={title} onClose={() => setCloning(false)} />
      ) : null}
    </>
  );
}

function CloneDialog({
  id,
  version,
  title,
  onClose,
}: {
  id: string;
  version: string;
  title: string;
  onClose(): void;
}) {
  const t = useTranslations("authoring.clone");
  const all = useTranslations("authoring");
  const trpc = useTRPC();
  const router = useRouter();
  const [as, setAs] = useState(`${id}-2`);
  const [name, setName] = useState("");
  const clone = useMutation(
    trpc.templates.drafts.clone.mutationOptions({
      onSuccess: (draft) => router.push(`/templates/${draft.id}/draft`),
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      closeLabel={all("close")}
      title={t("title", { title })}
      actions={
        <>
          <Button onClick={onClose}>{all("cancel")}</Button>
          <Button
            variant="primary"
            busy={clone.isPending}
            onClick={() => clone.mutate({ id, version, as, ...(name.trim() ? { title: name } : {}) })}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t("body")}</p>
      <div className="grid gap-4 text-ink">
        <Field label={t("id")} hint={t("idHint")} error={clone.error ? errorText(clone.error) : undefined}>
          <Input value={as} onChange={(event) => setAs(event.target.value)} />
        </Field>
        <Field label={t("name")}>
          <Input value={name} placeholder={title} onChange={(event) => setName(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
