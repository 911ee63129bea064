"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import type { Permission } from "@/server/auth/permissions";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { ScopeChoice, useGrantable } from "./scope-choice";

const LIVES = ["30", "90", "365", "never"] as const;
type Life = (typeof LIVES)[number];
const DAY_MS = 86_400_000;

export interface MadeKey {
  name: string;
  key: string;
}

function KeyForm({ onMade, onCancel }: { onMade: (key: MadeKey) => void; onCancel: () => void }) {
  const t = useTranslations("settings.keys");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const grantable = useGrantable();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>(() => grantable.filter((p) => p.endsWith(":read")));
  const [life, setLife] = useState<Life>("90");
  const [tried, setTried] = useState(false);
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      async onSuccess(key) {
        onMade(key);
        await queries.invalidateQueries(trpc.apiKeys.list.queryFilter());
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || scopes.length === 0) return;
    const expiresAt = life === "never" ? undefined : new Date(Date.now() + Number(life) * DAY_MS);
    create.mutate({ name: name.trim(), scopes, expiresAt });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 pt-2">
      {create.error ? (
        <Notice tone="failed" live>
          {errorText(create.error)}
        </Notice>
      ) : null}
      <Field
        label={t("name")}
        hint={t("nameHint")}
        error={tried && name.trim() === "" ? t("nameMissing") : undefined}
      >
        <Input value={name} maxLength={120} autoComplete="off" onChange={(e) => setName(e.target.value)} />
      </Field>
      <div>
        <p className="mb-[5px] text-13 font-medium text-ink" aria-hidden="true">
          {t("expires")}
        </p>
        <Segmented
          label={t("expires")}
          value={life}
          onValueChange={setLife}
          options={LIVES.map((value) => ({ value, label: t(`life.${value}`) }))}
        />
      </div>
      <ScopeChoice
        value={scopes}
        onChange={setScopes}
        error={tried && scopes.length === 0 ? t("scopesMissing") : undefined}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t("create")}
        </Button>
      </div>
    </form>
  );
}

/** Makes a key; who shows it stays mounted when the first key replaces the empty page. */
export function KeyCreate({ onMade }: { onMade: (key: MadeKey) => void }) {
  const t = useTranslations("settings.keys");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">{t("create")}</Button>}
      title={t("createTitle")}
      closeLabel={common("close")}
    >
      <KeyForm
        onCancel={() => setOpen(false)}
        onMade={(key) => {
          setOpen(false);
          onMade(key);
        }}
      />
    </Dialog>
  );
}
