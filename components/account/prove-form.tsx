"use client";

import { useTranslations } from "next-intl";
import type { FormEvent, ReactNode } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** Password and code again, for what weakens or renews the second factor. */
export function ProveForm({
  submit,
  danger,
  busy,
  error,
  onProof,
  onCancel,
  children,
}: {
  submit: ReactNode;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onProof: (proof: { password: string; code: string }) => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("account.factor");
  const common = useTranslations("common");

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onProof({ password: String(form.get("password") ?? ""), code: String(form.get("code") ?? "") });
  }

  return (
    <form method="post" noValidate onSubmit={send} className="grid gap-3">
      <div>{children}</div>
      {error ? (
        <Notice tone="failed" live>
          {errorText(error)}
        </Notice>
      ) : null}
      <Field label={t("password")}>
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Field label={t("codeOrRecovery")}>
        <Input name="code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} required />
      </Field>
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button type="submit" variant={danger ? "danger-solid" : "primary"} busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
