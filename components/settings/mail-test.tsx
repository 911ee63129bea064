"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { SettingsHead } from "./settings-frame";

/** Sends a mail with what is saved, and says what the server answered. */
export function MailTest() {
  const t = useTranslations("settings.mail");
  const trpc = useTRPC();
  const [to, setTo] = useState("");
  const test = useMutation(trpc.settings.testMail.mutationOptions());
  function submit(event: FormEvent) {
    event.preventDefault();
    if (to.trim()) test.mutate({ to: to.trim() });
  }
  return (
    <section className="mt-8 max-w-(--w-form) border-t border-line pt-5" aria-label={t("test")}>
      <SettingsHead title={t("test")}>{t("testLead")}</SettingsHead>
      <form noValidate onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <Field label={t("to")} className="min-w-60 flex-1">
          <Input type="email" autoComplete="email" value={to} onChange={(e) => setTo(e.target.value)} />
        </Field>
        <Button type="submit" busy={test.isPending}>
          {t("send")}
        </Button>
      </form>
      {test.error ? (
        <Notice tone="failed" live className="mt-3">
          {errorText(test.error)}
        </Notice>
      ) : null}
      {test.data ? (
        <Notice tone="succeeded" live className="mt-3">
          {t("sent", { answer: test.data.answer })}
        </Notice>
      ) : null}
    </section>
  );
}
