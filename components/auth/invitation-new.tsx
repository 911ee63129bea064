"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { forgetToken, type Invitation } from "./use-invitation";

/** For an address without an account: name and password, then straight into the tenant. */
export function InvitationNew({
  token,
  invitation,
  signedInAs,
  min,
}: {
  token: string;
  invitation: Invitation;
  signedInAs: string | null;
  min: number;
}) {
  const t = useTranslations("people.invitation");
  const words = useTranslations("auth.signIn");
  const trpc = useTRPC();
  const [shown, setShown] = useState(false);
  const [problems, setProblems] = useState<{ name?: string; password?: string }>({});
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      async onSuccess({ tenantId, email }, { password = "" }) {
        forgetToken();
        const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => null);
        const home = `/tenants/${tenantId}`;
        window.location.assign(answer?.ok ? home : `/sign-in?next=${encodeURIComponent(home)}`);
      },
    }),
  );

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get("name") ?? "").trim(), String(form.get("password") ?? "")];
    const found = {
      name: name ? undefined : t("missingName"),
      password: password.length >= min ? undefined : t("tooShort", { min }),
    };
    setProblems(found);
    if (!found.name && !found.password) accept.mutate({ token, name, password });
  }

  const busy = accept.isPending || accept.isSuccess;
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-5 grid gap-3">
      {accept.error ? (
        <Notice tone="failed" live>
          {errorText(accept.error)}
        </Notice>
      ) : null}
      {signedInAs ? <Notice tone="queued">{t("instead", { email: signedInAs })}</Notice> : null}
      {/* For password keepers: which address the password belongs to. */}
      <input type="email" name="username" autoComplete="username" value={invitation.email} readOnly hidden />
      <Field label={t("name")} error={problems.name}>
        <Input
          name="name"
          autoComplete="name"
          size="l"
          defaultValue={invitation.name}
          maxLength={120}
          required
        />
      </Field>
      <div className="relative">
        <Field label={t("password")} hint={t("passwordHint", { min })} error={problems.password}>
          <Input
            name="password"
            type={shown ? "text" : "password"}
            autoComplete="new-password"
            size="l"
            className="pr-11"
            maxLength={200}
            required
          />
        </Field>
        <Button
          variant="quiet"
          square
          className="absolute top-[29px] right-1 max-md:top-[27px]"
          aria-label={words(shown ? "hide" : "show")}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </div>
      <Button type="submit" variant="primary" size="l" busy={busy} className="mt-1">
        {t(busy ? "joining" : "join")}
      </Button>
    </form>
  );
}
