"use client";

import { useMutation } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { RecoveryCodes } from "../account/recovery-codes";
import { CopyButton } from "../patterns/copy-button";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { PasswordInput } from "./password-input";

type Setup = RouterOutputs["account"]["beginSecondFactor"];

function Failed({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <Notice tone="failed" live>
      {errorText(error)}
    </Notice>
  );
}

const fieldOf = (event: FormEvent<HTMLFormElement>, name: string) => {
  event.preventDefault();
  return String(new FormData(event.currentTarget).get(name) ?? "").trim();
};

/**
 * Password, then the QR code and a first code of the app, then the recovery codes.
 * @param required there is no way around this page but signing out
 */
export function FactorSetup({ required }: { required: boolean }) {
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes)
    return (
      <div className="mt-6">
        <RecoveryCodes codes={codes} onDone={() => window.location.assign(required ? "/" : "/account")} />
      </div>
    );
  return (
    <>
      {setup ? <ConfirmForm setup={setup} onCodes={setCodes} /> : <PasswordStep onBegun={setSetup} />}
      <Leave required={required} />
    </>
  );
}

function Leave({ required }: { required: boolean }) {
  const t = useTranslations("auth.factor");
  const look = { size: "l", variant: "quiet", className: "mt-3 w-full" } as const;
  if (!required)
    return (
      <ButtonLink href="/account" {...look}>
        {t("cancel")}
      </ButtonLink>
    );
  return (
    <Button {...look} onClick={() => signOut({ callbackUrl: "/sign-in" })}>
      {t("signOut")}
    </Button>
  );
}

function PasswordStep({ onBegun }: { onBegun: (setup: Setup) => void }) {
  const t = useTranslations("auth.factor");
  const trpc = useTRPC();
  const [missing, setMissing] = useState(false);
  const begin = useMutation(trpc.account.beginSecondFactor.mutationOptions({ onSuccess: onBegun }));
  return (
    <form
      method="post"
      noValidate
      className="mt-6 grid gap-3"
      onSubmit={(event) => {
        const password = fieldOf(event, "password");
        setMissing(!password);
        if (password) begin.mutate({ password });
      }}
    >
      <Failed error={begin.error} />
      <PasswordInput
        name="password"
        label={t("password")}
        autoComplete="current-password"
        error={missing ? t("missingPassword") : undefined}
      />
      <Button type="submit" variant="primary" size="l" busy={begin.isPending} className="mt-1">
        {begin.isPending ? t("beginning") : t("begin")}
      </Button>
    </form>
  );
}

function ConfirmForm({ setup, onCodes }: { setup: Setup; onCodes: (codes: string[]) => void }) {
  const t = useTranslations("auth.factor");
  const trpc = useTRPC();
  const [missing, setMissing] = useState(false);
  const confirm = useMutation(
    trpc.account.confirmSecondFactor.mutationOptions({
      onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes),
    }),
  );
  return (
    <form
      method="post"
      noValidate
      className="mt-6 grid gap-4"
      onSubmit={(event) => {
        const code = fieldOf(event, "code");
        setMissing(!code);
        if (code) confirm.mutate({ code });
      }}
    >
      <Failed error={confirm.error} />
      <figure>
        <figcaption className="mb-2 text-13 font-medium">{t("scan")}</figcaption>
        {/* biome-ignore lint/performance/noImgElement: drawn by the server for this answer only */}
        <img
          src={`data:image/svg+xml,${encodeURIComponent(setup.qr)}`}
          alt={t("qr")}
          width={184}
          height={184}
          className="rounded-2 border border-line-strong"
        />
      </figure>
      <div>
        <p className="mb-1.5 text-13 font-medium">{t("byHand")}</p>
        <p className="flex items-center gap-2 rounded-2 bg-sunken py-1.5 pr-1.5 pl-3">
          <code className="min-w-0 flex-1 font-mono text-13 break-words" data-testid="factor-key">
            {setup.secret.match(/.{1,4}/g)?.join(" ")}
          </code>
          <CopyButton text={setup.secret} label={t("copyKey")} />
        </p>
      </div>
      <Field label={t("code")} error={missing ? t("missingCode") : undefined}>
        <Input name="code" inputMode="numeric" autoComplete="one-time-code" size="l" maxLength={9} required />
      </Field>
      <Button type="submit" variant="primary" size="l" busy={confirm.isPending}>
        {confirm.isPending ? t("confirming") : t("confirm")}
      </Button>
    </form>
  );
}
