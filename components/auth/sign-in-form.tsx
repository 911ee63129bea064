"use client";

import { Eye, EyeOff } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type Problem = "wrong" | "tooMany" | "failed";

function problemOf(error: string | null | undefined): Problem {
  if (error === "auth.too_many_attempts") return "tooMany";
  return error === "CredentialsSignin" ? "wrong" : "failed";
}

/** @param next where to go afterwards, already checked to be a path of this portal */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("auth.signIn");
  const [busy, setBusy] = useState(false);
  const [shown, setShown] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password] = [String(form.get("email") ?? ""), String(form.get("password") ?? "")];
    setProblem(null);
    setMissing({ email: !email.trim(), password: !password });
    if (!email.trim() || !password) return;
    setBusy(true);
    const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => null);
    if (answer?.ok) return window.location.assign(next);
    setBusy(false);
    setProblem(problemOf(answer?.error));
  }

  return (
    // Post, so that a password typed before the script is there never lands in the address.
    <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-3">
      {problem ? (
        <Notice tone="failed" live>
          {t(problem)}
        </Notice>
      ) : null}
      <Field label={t("email")} error={missing.email ? t("missingEmail") : undefined}>
        <Input name="email" type="email" autoComplete="username" size="l" required />
      </Field>
      <div className="relative">
        <Field label={t("password")} error={missing.password ? t("missingPassword") : undefined}>
          <Input
            name="password"
            type={shown ? "text" : "password"}
            autoComplete="current-password"
            size="l"
            className="pr-11"
            required
          />
        </Field>
        <Button
          variant="quiet"
          square
          className="absolute top-[29px] right-1 max-md:top-[27px]"
          aria-label={shown ? t("hide") : t("show")}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </div>
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {busy ? t("busy") : t("submit")}
      </Button>
    </form>
  );
}
