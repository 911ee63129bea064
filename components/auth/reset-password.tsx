"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button, ButtonLink } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Door } from "./door";
import { PasswordInput } from "./password-input";
import { useHashToken } from "./use-hash-token";

/** Asks for a link, or chooses a new password where a link led here. */
export function ResetPassword({ product, min }: { product: string; min: number }) {
  const t = useTranslations("auth.reset");
  const token = useHashToken();
  const [spent, setSpent] = useState<string | null>(null);
  if (token && token !== spent)
    return <Choose product={product} min={min} token={token} onAgain={() => setSpent(token)} />;
  if (token === undefined)
    return (
      <Door product={product} title={t("askTitle")} lead={t("opening")} own="opening">
        {null}
      </Door>
    );
  return <Ask product={product} />;
}

function Failed({ error }: { error: unknown }) {
  return (
    <Notice tone="failed" live>
      {errorText(error)}
    </Notice>
  );
}

function Ask({ product }: { product: string }) {
  const t = useTranslations("auth.reset");
  const trpc = useTRPC();
  const [missing, setMissing] = useState(false);
  const request = useMutation(trpc.passwordResets.request.mutationOptions());

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    setMissing(!email);
    if (email) request.mutate({ email });
  }

  if (request.isSuccess)
    return (
      <Door product={product} title={t("askedTitle")} lead={t("asked", { email: request.variables.email })}>
        <p className="mt-3 text-13 text-ink-2">{t("askedHelp")}</p>
        <ToSignIn />
      </Door>
    );
  return (
    <Door product={product} title={t("askTitle")} lead={t("askLead")}>
      <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-3">
        {request.error ? <Failed error={request.error} /> : null}
        <Field label={t("email")} error={missing ? t("missingEmail") : undefined}>
          <Input name="email" type="email" autoComplete="username" size="l" required />
        </Field>
        <Button type="submit" variant="primary" size="l" busy={request.isPending} className="mt-1">
          {request.isPending ? t("asking") : t("ask")}
        </Button>
      </form>
      <ToSignIn />
    </Door>
  );
}

function ToSignIn({ children }: { children?: ReactNode }) {
  const t = useTranslations("auth.reset");
  return (
    <ButtonLink href="/sign-in" size="l" variant="quiet" className="mt-3 w-full">
      {children ?? t("toSignIn")}
    </ButtonLink>
  );
}

function Choose({
  product,
  min,
  token,
  onAgain,
}: {
  product: string;
  min: number;
  token: string;
  onAgain: () => void;
}) {
  const t = useTranslations("auth.reset");
  const trpc = useTRPC();
  const { mutate: look, ...opened } = useMutation(trpc.passwordResets.open.mutationOptions());
  const use = useMutation(trpc.passwordResets.use.mutationOptions());
  useEffect(() => look({ token }), [look, token]);
  const own = opened.data?.look;
  if (use.isSuccess)
    return (
      <Door product={product} title={t("doneTitle")} lead={t("done")} own={own}>
        <ButtonLink href="/sign-in" size="l" variant="primary" className="mt-6 w-full">
          {t("toSignIn")}
        </ButtonLink>
      </Door>
    );
  if (opened.error)
    return (
      <Door product={product} title={t("title")} lead={t("lead")}>
        <div className="mt-6 grid gap-3">
          <Failed error={opened.error} />
          <Button size="l" variant="primary" onClick={onAgain}>
            {t("again")}
          </Button>
        </div>
        <ToSignIn />
      </Door>
    );
  return (
    <Door product={product} title={t("title")} lead={t("lead")} own={opened.data ? own : "opening"}>
      <p className="mt-4 text-13 text-ink-2" aria-live="polite">
        {opened.data ? t("for", { email: opened.data.email }) : t("opening")}
      </p>
      {opened.data ? (
        <ChooseForm
          min={min}
          email={opened.data.email}
          busy={use.isPending}
          error={use.error}
          onPassword={(password) => use.mutate({ token, password })}
        />
      ) : null}
    </Door>
  );
}

function ChooseForm({
  min,
  email,
  busy,
  error,
  onPassword,
}: {
  min: number;
  email: string;
  busy: boolean;
  error: unknown;
  onPassword: (password: string) => void;
}) {
  const t = useTranslations("auth.reset");
  const words = useTranslations("auth.changePassword");
  const [problems, setProblems] = useState<{ next?: string; repeat?: string }>({});

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [next, repeat] = [String(form.get("next") ?? ""), String(form.get("repeat") ?? "")];
    const found = {
      next: next.length >= min ? undefined : words("tooShort", { min }),
      repeat: next === repeat ? undefined : words("differs"),
    };
    setProblems(found);
    if (!found.next && !found.repeat) onPassword(next);
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="mt-4 grid gap-3">
      {error ? <Failed error={error} /> : null}
      {/* For password managers: whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordInput
        name="next"
        label={words("next")}
        autoComplete="new-password"
        hint={words("hint", { min })}
        error={problems.next}
      />
      <Field label={words("repeat")} error={problems.repeat}>
        <Input name="repeat" type="password" autoComplete="new-password" size="l" required />
      </Field>
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {busy ? t("busy") : t("submit")}
      </Button>
    </form>
  );
}
