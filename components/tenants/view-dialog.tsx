"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { FormDialog } from "../patterns/form-dialog";
import { useTRPC } from "../providers/trpc";
import { Checkbox } from "../ui/checkbox";
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
  const trpc = useTRPC();
  const queries = useQueryClient();
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
  return (
    <FormDialog
      title={t(view ? "renameTitle" : "saveTitle")}
      confirm={t("saveNow")}
      busy={save.isPending}
      disabled={name.trim() === ""}
      onSubmit={() => save.mutate({ ...(view ? { id: view.id } : {}), name, query, shared })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
