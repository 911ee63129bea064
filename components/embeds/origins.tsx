"use client";

import { useMutation } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useFormat } from "../format/use-format";
import { errorText, publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";
import { RailPart } from "./rail-part";
import { type Embeds, useEmbeds } from "./use-embeds";

function AddOrigin({ tenantId, onDone }: { tenantId: string; onDone: () => void }) {
  const t = useTranslations("embeds.origins");
  const trpc = useTRPC();
  const { refresh } = useEmbeds(tenantId, false);
  const [origin, setOrigin] = useState("");
  const add = useMutation(
    trpc.embeds.addOrigin.mutationOptions({
      async onSuccess(added) {
        notify({ title: t("added", { origin: added.origin }) });
        await refresh();
        onDone();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (origin.trim() !== "") add.mutate({ tenantId, origin });
  };
  return (
    <form onSubmit={submit} className="mb-3 grid gap-2">
      <Field label={t("label")} hint={t("hint")} error={add.error ? errorText(add.error) : undefined}>
        <Input
          value={origin}
          onChange={(event) => setOrigin(event.target.value)}
          autoFocus
          inputMode="url"
          spellCheck={false}
          autoComplete="off"
          placeholder="https://office.example.com"
          className="font-mono text-12"
        />
      </Field>
      <Button type="submit" busy={add.isPending} className="justify-self-start" size="s">
        {t("add")}
      </Button>
    </form>
  );
}

function OriginLine({ origin, tenantId }: { origin: Embeds["origins"][number]; tenantId: string }) {
  const t = useTranslations("embeds.origins");
  const trpc = useTRPC();
  const format = useFormat();
  const may = useMay("embeds:write", tenantId);
  const { refresh, complain } = useEmbeds(tenantId, false);
  const back = useMutation(trpc.embeds.addOrigin.mutationOptions({ onSuccess: refresh, onError: complain }));
  const remove = useMutation(
    trpc.embeds.removeOrigin.mutationOptions({
      async onSuccess() {
        notify({
          title: t("removed", { origin: origin.origin }),
          undo: { label: t("undo"), run: () => back.mutate({ tenantId, origin: origin.origin }) },
        });
        await refresh();
      },
      onError: (error) => {
        if (publicError(error).status !== "NOT_FOUND") complain(error);
        void refresh();
      },
    }),
  );
  return (
    <li className="flex items-center gap-2 border-line py-2 not-first:border-t">
      <div className="min-w-0 flex-1">
        <code className="block text-12 break-all">{origin.origin}</code>
        <span className="text-12 text-ink-3">
          {t("open", { count: origin.openSessions })}, {t("since", { day: format.day(origin.createdAt) })}
        </span>
      </div>
      {may ? (
        <Button
          variant="quiet"
          size="s"
          square
          aria-label={t("remove", { origin: origin.origin })}
          busy={remove.isPending}
          onClick={() => remove.mutate({ id: origin.id })}
        >
          <X />
        </Button>
      ) : null}
    </li>
  );
}

/** Pages that may frame the tenant's apps. */
export function Origins({ embeds }: { embeds: Embeds }) {
  const t = useTranslations("embeds.origins");
  const id = useId();
  const may = useMay("embeds:write", embeds.tenantId);
  const [adding, setAdding] = useState(false);
  return (
    <RailPart
      id={id}
      title={t("title")}
      action={
        may ? (
          <Button size="s" aria-expanded={adding} onClick={() => setAdding(!adding)}>
            <Plus />
            {t("add")}
          </Button>
        ) : undefined
      }
    >
      {adding ? <AddOrigin tenantId={embeds.tenantId} onDone={() => setAdding(false)} /> : null}
      {embeds.origins.length > 0 ? (
        <ul>
          {embeds.origins.map((origin) => (
            <OriginLine key={origin.id} origin={origin} tenantId={embeds.tenantId} />
          ))}
        </ul>
      ) : (
        <p className="text-13 text-ink-2">{t("none")}</p>
      )}
      <p className="mt-2 text-12 text-ink-3">
        {embeds.origins.length > 0 ? `${t("others")} ` : ""}
        {t("tenantWide")}
      </p>
    </RailPart>
  );
}
