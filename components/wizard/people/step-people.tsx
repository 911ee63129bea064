"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Controller, useFieldArray, useForm } from "react-hook-form";
import { type DraftData, peopleForm } from "@/server/drafts/schemas";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { StepHead } from "../step-head";
import { TokenInput } from "../token-input";
import { useWizard } from "../wizard-context";
import { WizardFoot } from "../wizard-foot";
import { PersonRow } from "./person-row";
import type { PeopleControl } from "./types";

/** Who may sign in: the first admin, further people, and the groups dashboards are shared with. */
export function StepPeople() {
  const t = useTranslations("drafts.people");
  const { draft, go } = useWizard();
  const { people } = draft.data;
  const form: PeopleControl = useForm({
    resolver: zodResolver(peopleForm),
    mode: "onTouched",
    defaultValues: {
      admin: { name: people?.admin?.name ?? "", email: people?.admin?.email ?? "" },
      others: people?.others ?? [],
      groups: people?.groups ?? [],
    },
  });
  const others = useFieldArray({ control: form.control, name: "others" });
  const { errors, isSubmitting } = form.formState;
  const { change } = draft;
  useEffect(() => {
    const { unsubscribe } = form.watch((now) => change({ people: now as DraftData["people"] }));
    return unsubscribe;
  }, [form, change]);
  const groups = form.watch("groups") ?? [];
  const say = (message: string | undefined) => (message ? t("error", { message }) : undefined);
  const submit = form.handleSubmit(async () => {
    const saved = await draft.settle().catch(() => null);
    if (saved) await go("review");
  });
  return (
    <form noValidate onSubmit={submit} className="flex flex-1 flex-col">
      <StepHead title={t("title", { name: draft.data.details?.name ?? "" })}>{t("lead")}</StepHead>
      <div className="grid max-w-(--w-form) flex-1 content-start gap-8">
        <fieldset className="min-w-0">
          <legend className="text-16 font-strong tracking-tight">{t("admin")}</legend>
          <p className="mt-0.5 mb-3 text-13 text-ink-2">{t("adminHint")}</p>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("name")} error={say(errors.admin?.name?.message)}>
              <Input autoComplete="off" {...form.register("admin.name")} />
            </Field>
            <Field label={t("email")} error={say(errors.admin?.email?.message)}>
              <Input type="email" autoComplete="off" {...form.register("admin.email")} />
            </Field>
          </div>
        </fieldset>
        <fieldset className="min-w-0">
          <legend className="text-16 font-strong tracking-tight">{t("groups")}</legend>
          <Controller
            control={form.control}
            name="groups"
            render={({ field }) => (
              <Field label={t("groupNames")} hint={t("groupsHint")} className="mt-2">
                <TokenInput
                  values={field.value ?? []}
                  onChange={field.onChange}
                  remove={(name) => t("removeGroup", { name })}
                  placeholder={t("groupsPlaceholder")}
                />
              </Field>
            )}
          />
        </fieldset>
        <fieldset className="min-w-0">
          <legend className="text-16 font-strong tracking-tight">{t("others")}</legend>
          <p className="mt-0.5 mb-3 text-13 text-ink-2">{t("othersHint")}</p>
          <ul className="grid gap-3">
            {others.fields.map((field, i) => (
              <PersonRow
                key={field.id}
                form={form}
                index={i}
                groups={groups}
                onRemove={() => others.remove(i)}
              />
            ))}
          </ul>
          <Button
            className="mt-3"
            onClick={() => others.append({ name: "", email: "", role: "viewer", groups: [] })}
          >
            <Plus />
            {t("add")}
          </Button>
        </fieldset>
      </div>
      <WizardFoot busy={isSubmitting} />
    </form>
  );
}
