"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { MAIL_TLS, mailServer } from "@/server/mail/schemas";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { notify } from "../ui/toast";

type Settings = RouterOutputs["settings"]["mail"];

const form = mailServer.extend({ password: z.string().max(1000) });
const EMPTY = { host: "", port: 587, tls: "starttls", user: "", from: "", fromName: "Tenantry" } as const;

function useSave(done: () => void) {
  const t = useTranslations("settings.mail");
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.settings.changeMail.mutationOptions({
      async onSuccess() {
        done();
        notify({ title: t("saved") });
        await queries.invalidateQueries(trpc.settings.mail.queryFilter());
      },
    }),
  );
}

/** Host, sign-in and sender of the mail server. A stored password stays until another one is typed. */
export function MailForm({ settings }: { settings: Settings }) {
  const t = useTranslations("settings.mail");
  const { host: at, port, tls: way, user: name, from, fromName } = settings ?? EMPTY;
  const hasPassword = settings?.hasPassword ?? false;
  const { register, control, handleSubmit, watch, formState, setValue } = useForm({
    resolver: zodResolver(form),
    mode: "onTouched",
    defaultValues: { host: at, port, tls: way, user: name, from, fromName, password: "" },
  });
  const save = useSave(() => setValue("password", ""));
  const { errors } = formState;
  const say = (field: keyof typeof errors) => {
    const message = errors[field]?.message;
    return message ? t("error", { message }) : undefined;
  };
  const [host, user, tls] = [watch("host"), watch("user"), watch("tls")];
  const kept = hasPassword && host === settings?.host && user === settings.user;
  const submit = handleSubmit(({ password, ...rest }) =>
    save.mutate({ ...rest, ...(password ? { password } : {}) }),
  );
  return (
    <form noValidate onSubmit={submit} className="grid max-w-(--w-form) gap-4">
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-[1fr_7rem_13rem]">
        <Field label={t("host")} hint={t("hostHint")} error={say("host")}>
          <Input autoComplete="off" spellCheck={false} {...register("host")} />
        </Field>
        <Field label={t("port")} error={say("port")}>
          <Input inputMode="numeric" autoComplete="off" {...register("port", { valueAsNumber: true })} />
        </Field>
        <Controller
          control={control}
          name="tls"
          render={({ field }) => (
            <Field label={t("tls")} hint={t(`tlsHint.${tls}`)}>
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={MAIL_TLS.map((value) => ({ value, label: t(`way.${value}`) }))}
              />
            </Field>
          )}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("user")} hint={t("userHint")} error={say("user")}>
          <Input autoComplete="off" spellCheck={false} {...register("user")} />
        </Field>
        <Field
          label={t("password")}
          hint={t(kept ? "passwordKept" : hasPassword ? "passwordMoved" : "passwordHint")}
          error={say("password")}
        >
          <Input type="password" autoComplete="new-password" {...register("password")} />
        </Field>
        <Field label={t("from")} error={say("from")}>
          <Input type="email" autoComplete="off" {...register("from")} />
        </Field>
        <Field label={t("fromName")} error={say("fromName")}>
          <Input autoComplete="off" {...register("fromName")} />
        </Field>
      </div>
      <div>
        <Button type="submit" variant="primary" busy={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
