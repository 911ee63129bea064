"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { notify } from "../ui/toast";
import { GroupForm } from "./group-form";

export function GroupCreate({ tenantId }: { tenantId: string }) {
  const t = useTranslations("people.group");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const create = useMutation(
    trpc.members.createGroup.mutationOptions({
      async onSuccess({ name }) {
        setOpen(false);
        notify({ title: t("created", { name }) });
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
  return (
    <GroupForm
      trigger={
        <Button variant="primary">
          <Plus />
          {t("create")}
        </Button>
      }
      open={open}
      onOpenChange={(next) => {
        create.reset();
        setOpen(next);
      }}
      title={t("createTitle")}
      submit={t("createNow")}
      hint={t("nameHint")}
      busy={create.isPending}
      error={create.error}
      onSubmit={({ name, externalId }) =>
        create.mutate({ tenantId, name, ...(externalId ? { externalId } : {}) })
      }
    />
  );
}
