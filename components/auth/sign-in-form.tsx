"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { TextLink } from "../ui/link";
import { Door } from "./door";
import { PasswordInput } from "./password-input";

type Problem = "wrong" | "tooMany" | "wrongCode" | "failed";

const PROBLEMS: Record<string, Problem> = {
  "auth.too_many_attempts": "tooMany",
  "auth.wrong_code": "wrongCode",
  CredentialsSignin: "wrong",
};

interface Credentials {
  email: string;
  password: string;
}

/**
 * The page of the sign-in.
 * @param next where to go afterwards, already checked to be a path of this portal
 * @param first nobody has used the first owner's one-time password yet
 */
export function SignIn({ next, first }: { next: string; first: boolean }) {
  const t = useTranslations("auth.signIn");
  const product = useTranslations("common")("product");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** What was right so far: only the code is still asked for. */
  const [proven, setProven] = useState<Credentials | null>(null);

  async function enter(credentials: Credentials, code?: string) {
    setProblem(null);
    setBusy(true);
    const given = { ...credentials, ...(code ? { code } : {}) };
    const answer = await signIn("credentials", { ...given, redirect: false }).catch(() => null);
    if (answer?.ok) return window.location.assign(next);
    setBusy(false);
    if (answer?.error === "auth.code_required") return setProven(credentials);
    setProblem(PROBLEMS[answer?.error ?? ""] ?? "failed");
  }

  const shared = { busy, problem };
  return (
    <Door
      product={product}
      title={t("title")}
      lead={t("lead")}
      foot={first && !proven ? t("firstOwner") : undefined}
    >
      {proven ? (
        <CodeForm
          {...shared}
          onCode={(code) => enter(proven, code)}
          onBack={() => {
            setProblem(null);
            setProven(null);
          }}
        />
      ) : (
        <PasswordForm {...shared} onSubmit={(credentials) => enter(credentials)} />
      )}
    </Door>
  );
}

function ProblemNotice({ problem }: { problem: Problem | null }) {
  const t = useTranslations("auth.signIn");
  if (!problem) return null;
  return (
    <Notice tone="failed" live>
      {t(problem)}
    </Notice>
  );
}

function PasswordForm({
  busy,
  problem,
  onSubmit,
}: {
  busy: boolean;
  problem: Problem | null;
  onSubmit: (credentials: Credentials) => void;
}) {
  const t = useTranslations("auth.signIn");
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password] = [String(form.get("email") ?? ""), String(form.get("password") ?? "")];
    setMissing({ email: !email.trim(), password: !password });
    if (email.trim() && password) onSubmit({ email, password });
  }

  return (
    // Post, so that a password typed before the script is there never lands in the address.
    <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-3">
      <ProblemNotice problem={problem} />
      <Field label={t("email")} error={missing.email ? t("missingEmail") : undefined}>
        <Input name="email" type="email" autoComplete="username" size="l" required />
      </Field>
      <PasswordInput
        name="password"
        label={t("password")}
        autoComplete="current-password"
        error={missing.password ? t("missingPassword") : undefined}
      />
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {busy ? t("busy") : t("submit")}
      </Button>
      <p className="text-13">
        <TextLink href="/reset-password">{t("forgot")}</TextLink>
      </p>
    </form>
  );
}

function CodeForm({
  busy,
  problem,
  onCode,
  onBack,
}: {
  busy: boolean;
  problem: Problem | null;
  onCode: (code: string) => void;
  onBack: () => void;
}) {
  const t = useTranslations("auth.signIn");
  const [missing, setMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "").trim();
    setMissing(!code);
    if (code) onCode(code);
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-3">
      <ProblemNotice problem={problem} />
      <Field label={t("code")} hint={t("codeHint")} error={missing ? t("missingCode") : undefined}>
        <Input
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          size="l"
          required
          autoFocus
        />
      </Field>
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {busy ? t("busy") : t("submitCode")}
      </Button>
      <Button size="l" variant="quiet" onClick={onBack}>
        {t("other")}
      </Button>
    </form>
  );
}
