"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { notify } from "../ui/toast";
import { GrantRow, type Groups } from "./grant-row";

type FieldClass = RouterOutputs["members"]["fieldClasses"][number];

function Fields({ fields }: { fields: FieldClass["fields"] }) {
  const t = useTranslations("people.grants");
  const apps = [...new Set(fields.map(({ app }) => app))];
  if (apps.length === 0) return t("noField");
  return apps
    .map((app) => {
      const names = fields.filter((it) => it.app === app).map(({ field }) => field);
      return t("fields", { app, names: names.join(", ") });
    })
    .join(" · ");
}

/** Which groups see which classes of fields, in every app. Nothing where no template declares a class. */
export function FieldClasses({ tenantId, writes }: { tenantId: string; writes: boolean }) {
  const t = useTranslations("people.grants");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data: classes } = useQuery(trpc.members.fieldClasses.queryOptions({ tenantId }));
  const { data: groups } = useQuery(trpc.members.groupList.queryOptions({ tenantId }));
  const save = useMutation(
    trpc.members.setClassGrants.mutationOptions({
      async onSuccess() {
        notify({ title: t("saved") });
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
    }),
  );
  if (!classes || classes.length === 0 || !groups) return null;
  const saveOf = (name: string) => ({
    ...save,
    problem: save.error ? errorText(save.error) : null,
    mutate: (chosen: string[], on: { onSuccess: () => void }) =>
      save.mutate({ tenantId, name, groups: chosen }, on),
  });
  return (
    <section aria-label={t("classes")} className="mt-8 max-w-[48rem]">
      <h2 className="text-16 font-strong tracking-tight">{t("classes")}</h2>
      <p className="mt-0.5 mb-3 text-13 text-ink-2">{t("classesLead")}</p>
      <ul>
        {classes.map(({ name, fields, groups: granted }) => (
          <GrantRow
            key={name}
            name={name}
            text={<Fields fields={fields} />}
            granted={granted}
            groups={groups satisfies Groups}
            save={writes ? saveOf(name) : null}
          />
        ))}
      </ul>
    </section>
  );
}
