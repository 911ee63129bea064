"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { createOperatorInput } from "@/server/users/schemas";
import { publicError } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RoleChoice } from "./role-choice";
import { ShownOnce } from "./shown-once";

/** Adds somebody, and shows their one-time password. */
export function OperatorCreate() {
  const t = useTranslations("settings.operators");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ email: string; oneTimePassword: string } | null>(null);
  const form = useForm({
    resolver: zodResolver(createOperatorInput),
    defaultValues: { email: "", name: "", role: "admin" as const },
  });
  const create = useMutation(
    trpc.users.create.mutationOptions({
      onSuccess: async (operator) => {
        setMade(operator);
        setOpen(false);
        form.reset();
        await queries.invalidateQueries(trpc.users.list.queryFilter());
      },
      onError(error) {
        if (publicError(error).code === "users.email_taken")
          form.setError("email", { message: error.message });
      },
    }),
  );
  const { errors } = form.formState;
  const role = form.watch("role");
  const other = create.error && publicError(create.error).code !== "users.email_taken" ? create.error : null;
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={<Button variant="primary">{t("add")}</Button>}
        title={t("addTitle")}
        closeLabel={common("close")}
      >
        <form
          noValidate
          onSubmit={form.handleSubmit((input) => create.mutate(input))}
          className="grid gap-4 pt-2"
        >
          {other ? (
            <Notice tone="failed" live>
              {other.message}
            </Notice>
          ) : null}
          <Field label={t("name")} error={errors.name?.message}>
            <Input autoComplete="off" {...form.register("name")} />
          </Field>
          <Field label={t("email")} error={errors.email?.message}>
            <Input type="email" autoComplete="off" {...form.register("email")} />
          </Field>
          <RoleChoice value={role} onChange={(next) => form.setValue("role", next as "admin")} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button type="submit" variant="primary" busy={create.isPending}>
              {t("add")}
            </Button>
          </div>
        </form>
      </Dialog>
      <ShownOnce
        title={t("madeTitle", { email: made?.email ?? "" })}
        text={t("madeText")}
        secret={made?.oneTimePassword ?? null}
        onDone={() => setMade(null)}
      />
    </>
  );
}
