"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import type { Person } from "./person-state";

/** Asks before a person is removed; sheets of their own go to somebody who stays. */
export function RemoveDialog({
  person,
  open,
  onOpenChange,
  busy,
  onRemove,
  onError,
}: {
  person: Person;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  onRemove: () => void;
  onError: (error: unknown) => void;
}) {
  const t = useTranslations("people.ask.remove");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const me = useMe();
  const owned = useQuery({ ...trpc.sheets.ofMember.queryOptions({ member: person.id }), enabled: open });
  const [chosen, setChosen] = useState<string | null>(null);
  const handOver = useMutation(trpc.sheets.handOver.mutationOptions({ onError, onSuccess: onRemove }));
  const { count = 0, takers = [] } = owned.data ?? {};
  const to = chosen ?? takers.find(({ name }) => name === me.name)?.id ?? takers[0]?.id;
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name: person.name })}
      confirm={t("now")}
      cancel={common("cancel")}
      danger
      busy={busy || handOver.isPending || owned.isLoading}
      onConfirm={() => (count > 0 && to ? handOver.mutate({ member: person.id, to }) : onRemove())}
    >
      <p>{t(person.userId === me.id ? "self" : "text")}</p>
      {count > 0 && to ? (
        <Field label={t("sheets", { count })} className="mt-4 text-ink">
          <Select
            value={to}
            onValueChange={setChosen}
            options={takers.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      ) : null}
      {count > 0 && !to ? <p className="mt-2">{t("noTaker", { count })}</p> : null}
    </AlertDialog>
  );
}
