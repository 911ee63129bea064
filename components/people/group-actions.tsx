"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/toast";
import { GroupForm } from "./group-form";

export type Group = RouterOutputs["members"]["groupList"][number];

/** Change and delete. The last group that opens an app is protected by the server, which says so. */
export function GroupActions({ group }: { group: Group }) {
  const t = useTranslations("people.group");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"change" | "delete" | null>(null);
  const { id, name, members, first, externalId } = group;
  const done = async (title: string) => {
    setAsking(null);
    notify({ title });
    await queries.invalidateQueries(trpc.members.pathFilter());
  };
  const update = useMutation(
    trpc.members.updateGroup.mutationOptions({ onSuccess: (now) => done(t("changed", { name: now.name })) }),
  );
  const remove = useMutation(
    trpc.members.deleteGroup.mutationOptions({
      onSuccess: () => done(t("deleted", { name })),
      onError(error) {
        setAsking(null);
        notify({ title: t("notDeleted", { name }), description: errorText(error), kind: "error" });
      },
    }),
  );
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="s" square aria-label={t("actions", { name })}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onClick={() => setAsking("change")}>
          <Pencil />
          {t("change")}
        </MenuItem>
        <MenuItem onClick={() => setAsking("delete")}>
          <Trash2 />
          {t("delete")}
        </MenuItem>
      </Menu>
      <GroupForm
        open={asking === "change"}
        onOpenChange={(open) => {
          update.reset();
          setAsking(open ? "change" : null);
        }}
        title={t("changeTitle", { name })}
        submit={t("changeNow")}
        initial={{ name, externalId: externalId ?? "" }}
        hint={t("renameHint")}
        busy={update.isPending}
        error={update.error}
        onSubmit={(next) => update.mutate({ id, name: next.name, externalId: next.externalId || null })}
      />
      <AlertDialog
        open={asking === "delete"}
        onOpenChange={(open) => setAsking(open ? "delete" : null)}
        title={t("deleteTitle", { name })}
        confirm={t("deleteNow")}
        cancel={common("cancel")}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        {members === 0
          ? t("deleteEmpty")
          : t("deleteText", {
              names: first.map((person) => person.name).join(", "),
              more: members - first.length,
            })}
      </AlertDialog>
    </>
  );
}
