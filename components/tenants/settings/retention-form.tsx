"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RETENTION_DAYS, type RetentionKey } from "@/server/tenants/schemas";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { notify } from "../../ui/toast";

type Tenant = RouterOutputs["tenants"]["get"];

const KEYS = Object.keys(RETENTION_DAYS) as RetentionKey[];
type Typed = Record<RetentionKey, string>;

const typedOf = (tenant: Tenant): Typed =>
  Object.fromEntries(KEYS.map((key) => [key, String(tenant.retention?.[key] ?? "")])) as Typed;

function fits(key: RetentionKey, text: string): boolean {
  const [least, most] = RETENTION_DAYS[key];
  const days = Number(text);
  return text === "" || (Number.isInteger(days) && days >= least && days <= most);
}

/** For how many days what is kept; an empty field keeps it as the installation does. */
export function RetentionForm({ tenant }: { tenant: Tenant }) {
  const t = useTranslations("tenants.settings.retention");
  const words = useTranslations("tenants.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(tenant));
  const dirty = KEYS.some((key) => typed[key] !== typedOf(tenant)[key]);
  const save = useMutation(
    trpc.tenants.customize.mutationOptions({
      onSuccess(saved) {
        queries.setQueryData(trpc.tenants.get.queryKey({ id: tenant.id }), saved);
        notify({ kind: "done", title: words("saved") });
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!dirty || KEYS.some((key) => !fits(key, typed[key]))) return;
    const chosen = KEYS.flatMap((key) => (typed[key] === "" ? [] : [[key, Number(typed[key])] as const]));
    save.mutate({ id: tenant.id, retention: chosen.length > 0 ? Object.fromEntries(chosen) : null });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 border-t border-line pt-5">
      <div>
        <h2 className="text-16 font-strong tracking-tight">{t("title")}</h2>
        <p className="mt-1 text-13 text-ink-2">{t("lead")}</p>
      </div>
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {KEYS.map((key) => {
          const [least, most] = RETENTION_DAYS[key];
          return (
            <Field
              key={key}
              label={t(`${key}.label`)}
              hint={t(`${key}.hint`)}
              error={fits(key, typed[key]) ? undefined : t("bounds", { least, most })}
            >
              <Input
                inputMode="numeric"
                autoComplete="off"
                placeholder={t("usual")}
                value={typed[key]}
                onChange={(event) => setTyped({ ...typed, [key]: event.target.value.trim() })}
              />
            </Field>
          );
        })}
      </div>
      <div>
        <Button type="submit" busy={save.isPending} disabled={!dirty}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
