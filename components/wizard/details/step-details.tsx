"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Controller, useForm } from "react-hook-form";
import { detailsForm } from "@/server/drafts/schemas";
import { proposedSlug } from "@/server/tenants/schemas";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { StepHead } from "../step-head";
import { useWizard } from "../wizard-context";
import { WizardFoot } from "../wizard-foot";
import { BrandPreview } from "./brand-preview";
import { isColor } from "./contrast";
import { languageOptions } from "./languages";
import { LogoField } from "./logo-field";
import { PlanTiles } from "./plan-tiles";
import { SlugField } from "./slug-field";

const FIRST_PLAN = "starter@1";
const COLOR = "#86245f";

/** Who the tenant is: name, address, plan, place, language, colour. */
export function StepDetails() {
  const t = useTranslations("drafts.details");
  const locale = useLocale();
  const { draft, go } = useWizard();
  const { details } = draft.data;
  const form = useForm({
    resolver: zodResolver(detailsForm),
    mode: "onTouched",
    defaultValues: {
      name: details?.name ?? "",
      slug: details?.slug ?? "",
      plan: details?.plan ?? FIRST_PLAN,
      region: details?.region ?? "local",
      language: details?.language ?? "en",
      color: details?.color ?? "",
      logo: details?.logo ?? null,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const values = form.watch();
  const { change } = draft;
  const slugIsOwn = useRef(Boolean(details?.slug) && details?.slug !== proposedSlug(details?.name ?? ""));

  useEffect(() => {
    const { unsubscribe } = form.watch((now, { name }) => {
      if (name === "slug") slugIsOwn.current = true;
      if (name === "name" && !slugIsOwn.current) {
        const proposal = now.name?.trim() ? proposedSlug(now.name) : "";
        if (proposal !== now.slug) {
          form.setValue("slug", proposal, { shouldValidate: form.formState.isSubmitted });
          slugIsOwn.current = false;
          return;
        }
      }
      const { logo, ...rest } = now;
      const chosen = logo?.id && logo.name ? { id: logo.id, name: logo.name } : null;
      change({ details: { ...rest, logo: chosen } });
    });
    return unsubscribe;
  }, [form, change]);

  const submit = form.handleSubmit(async () => {
    const saved = await draft.settle().catch(() => null);
    if (!saved) return;
    const problem = saved.problems.find((p) => p.step === "details");
    if (problem) form.setError(problem.path as "slug", { message: problem.message }, { shouldFocus: true });
    else await go("templates");
  });
  const say = (message: string | undefined) => (message ? t("error", { message }) : undefined);
  return (
    <form noValidate onSubmit={submit} className="flex flex-1 flex-col">
      <StepHead title={t("title")} quiet={draft.id === null}>
        {t("lead")}
      </StepHead>
      <div className="grid max-w-(--w-form) flex-1 content-start gap-6">
        <Field label={t("name")} error={say(errors.name?.message)}>
          <Input
            size="l"
            autoComplete="organization"
            autoFocus={draft.id === null}
            {...form.register("name")}
          />
        </Field>
        <SlugField
          value={values.slug}
          error={errors.slug?.message}
          input={form.register("slug")}
          onPropose={(slug) => form.setValue("slug", slug, { shouldValidate: true })}
        />
        <fieldset className="min-w-0">
          <legend className="mb-[5px] text-13 font-medium">{t("plan")}</legend>
          <Controller
            control={form.control}
            name="plan"
            render={({ field }) => <PlanTiles value={field.value} onChange={field.onChange} />}
          />
          {errors.plan ? (
            <p role="alert" className="mt-1 text-12 text-failed-ink">
              {say(errors.plan.message)}
            </p>
          ) : null}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("region")} hint={t("regionHint")} error={say(errors.region?.message)}>
            <Input {...form.register("region")} />
          </Field>
          <Field label={t("language")} hint={t("languageHint")} error={say(errors.language?.message)}>
            <Select
              value={values.language ?? "en"}
              onValueChange={(language) => form.setValue("language", language, { shouldDirty: true })}
              options={languageOptions(locale, values.language ?? "en")}
            />
          </Field>
        </div>
        <fieldset className="grid min-w-0 gap-4">
          <legend className="mb-1 text-16 font-strong tracking-tight">{t("brand")}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("color")} hint={t("colorHint")} error={say(errors.color?.message)}>
              <Input
                className="font-mono"
                placeholder={COLOR}
                spellCheck={false}
                autoComplete="off"
                {...form.register("color")}
              />
            </Field>
            <label className="flex flex-col gap-[5px] text-13 font-medium">
              {t("pick")}
              <input
                type="color"
                className="h-8 w-16 rounded-2 border border-line-input bg-surface p-0.5 max-md:h-10"
                value={isColor(values.color ?? "") ? values.color : COLOR}
                onChange={(event) => form.setValue("color", event.target.value, { shouldValidate: true })}
              />
            </label>
          </div>
          {isColor(values.color ?? "") ? (
            <BrandPreview
              color={values.color ?? COLOR}
              logo={values.logo ? `/api/uploads/${values.logo.id}` : null}
              name={values.name}
            />
          ) : null}
          <Controller
            control={form.control}
            name="logo"
            render={({ field }) => (
              <LogoField
                value={field.value ?? null}
                onChange={field.onChange}
                tenant={async () => (await draft.settle()).id}
              />
            )}
          />
        </fieldset>
      </div>
      <WizardFoot busy={isSubmitting} />
    </form>
  );
}
