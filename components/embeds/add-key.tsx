"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { CopyButton, CopyId } from "../patterns/copy-button";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Segmented } from "../ui/segmented";
import { useEmbeds } from "./use-embeds";

type NewKey = RouterOutputs["embeds"]["addKey"];

function readJwk(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** The private half, this once. */
function OnceShown({ made, pem }: { made: NewKey; pem: string }) {
  const t = useTranslations("embeds.keys");
  return (
    <div className="grid gap-3">
      <p>{t("onceText")}</p>
      <div>
        <p className="text-12 text-ink-3">{t("kid")}</p>
        <CopyId value={made.id} />
      </div>
      <div>
        <div className="mb-1 flex items-center gap-2">
          <p className="flex-1 text-12 text-ink-3">{t("private")}</p>
          <CopyButton text={pem} label={t("copyKey")} />
        </div>
        <section
          aria-label={t("private")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
          tabIndex={0}
          className="max-h-40 overflow-auto rounded-2 bg-sunken p-2.5"
        >
          <pre className="text-11 leading-4">{pem}</pre>
        </section>
      </div>
    </div>
  );
}

/** Registers a public key, or makes a pair and shows its private half once. */
export function AddKeyDialog({ tenantId, onClose }: { tenantId: string; onClose: () => void }) {
  const t = useTranslations("embeds.keys");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const form = useId();
  const { refresh } = useEmbeds(tenantId, false);
  const [way, setWay] = useState<"make" | "register">("make");
  const [name, setName] = useState("");
  const [jwk, setJwk] = useState("");
  const [wrong, setWrong] = useState<{ name?: string; jwk?: string }>({});
  const add = useMutation(
    trpc.embeds.addKey.mutationOptions({
      async onSuccess(made) {
        await refresh();
        if (!made.privateKey) onClose();
      },
    }),
  );
  const made = add.data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const publicJwk = way === "register" ? readJwk(jwk) : undefined;
    const found = {
      ...(name.trim() === "" ? { name: t("nameMissing") } : {}),
      ...(publicJwk === null ? { jwk: t("jwkWrong") } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length === 0) add.mutate({ tenantId, name, publicJwk: publicJwk ?? undefined });
  };
  if (made?.privateKey)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        once
        title={t("once", { name: made.name })}
        closeLabel={common("close")}
        actions={
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        }
      >
        <OnceShown made={made} pem={made.privateKey} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("dialog")}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" busy={add.isPending}>
            {t("create")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-3.5 text-ink">
        <Field label={t("name")} hint={t("nameHint")} error={wrong.name}>
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        <Segmented
          label={t("way")}
          value={way}
          onValueChange={setWay}
          className="justify-self-start"
          options={[
            { value: "make", label: t("make") },
            { value: "register", label: t("register") },
          ]}
        />
        {way === "make" ? (
          <p className="text-ink-2">{t("makeText")}</p>
        ) : (
          <Field label={t("jwk")} hint={t("jwkHint")} error={wrong.jwk}>
            <Textarea
              value={jwk}
              onChange={(event) => setJwk(event.target.value)}
              spellCheck={false}
              className="font-mono text-12"
              placeholder='{"kty":"RSA","n":"…","e":"AQAB"}'
            />
          </Field>
        )}
        {add.error ? (
          <p role="alert" className="text-12 text-failed-ink">
            {errorText(add.error)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
