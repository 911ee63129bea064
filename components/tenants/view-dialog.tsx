"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";

/** A name for the list as it is shown, or another name for a view. */
export function ViewDialog({
  view,
  query,
  mayShare,
  onClose,
}: {
  /** null: a new one. */
  view: { id: string; name: string; shared: boolean } | null;
  query: string;
  mayShare: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("tenants.saved");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const [name, setName] = useState(view?.name ?? "");
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation(
    trpc.tenants.saveView.mutationOptions({
      async onSuccess() {
        notify({ title: t("saved", { name: name.trim() }) });
        await queries.invalidateQueries(trpc.tenants.views.pathFilter());
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...(view ? { id: view.id } : {}), name, query, shared });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(view ? "renameTitle" : "saveTitle")}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            busy={save.isPending}
            disabled={name.trim() === ""}
          >
            {t("saveNow")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        <p>{t("saveText")}</p>
        <Field label={t("name")} error={save.error ? errorText(save.error) : undefined}>
          <Input value={name} maxLength={120} autoFocus onChange={(event) => setName(event.target.value)} />
        </Field>
        {mayShare ? (
          <label className="flex min-h-8 items-center gap-2 text-13 text-ink">
            <Checkbox checked={shared} onCheckedChange={(on) => setShared(on)} />
            {t("share")}
          </label>
        ) : null}
      </form>
    </Dialog>
  );
}
