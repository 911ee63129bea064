"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button, ButtonLink } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

interface Problems {
  current?: string;
  next?: string;
  repeat?: string;
}

/**
 * @param first the one-time password is being replaced: there is no way around this page
 * @param min the server's rule for the length of a password, shown before it is broken
 */
export function ChangePasswordForm({ first, min }: { first: boolean; min: number }) {
  const t = useTranslations("auth.changePassword");
  const trpc = useTRPC();
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({ onSuccess: () => window.location.assign("/") }),
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    const [current, next, repeat] = [text("current"), text("next"), text("repeat")];
    const found: Problems = {
      current: current ? undefined : t("missing"),
      next: next.length >= min ? undefined : t("tooShort", { min }),
      repeat: next === repeat ? undefined : t("differs"),
    };
    setProblems(found);
    if (!found.current && !found.next && !found.repeat) change.mutate({ current, next });
  }

  const busy = change.isPending || change.isSuccess;
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-3">
      {change.error ? (
        <Notice tone="failed" live>
          {errorText(change.error)}
        </Notice>
      ) : null}
      <Field label={first ? t("currentFirst") : t("current")} error={problems.current}>
        <Input name="current" type="password" autoComplete="current-password" size="l" required />
      </Field>
      <Field label={t("next")} hint={t("hint", { min })} error={problems.next}>
        <Input name="next" type="password" autoComplete="new-password" size="l" required />
      </Field>
      <Field label={t("repeat")} error={problems.repeat}>
        <Input name="repeat" type="password" autoComplete="new-password" size="l" required />
      </Field>
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {busy ? t("busy") : t("submit")}
      </Button>
      {first ? null : (
        <ButtonLink href="/" size="l" variant="quiet">
          {t("cancel")}
        </ButtonLink>
      )}
    </form>
  );
}
