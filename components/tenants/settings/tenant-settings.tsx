"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { PageBar } from "../../layout/top-bar";
import { ErrorState, errorText, publicError } from "../../patterns/error-state";
import { PageHeader } from "../../patterns/page-header";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { notify } from "../../ui/toast";
import { BrandPreview } from "../../wizard/details/brand-preview";
import { isColor } from "../../wizard/details/contrast";
import { languageOptions } from "../../wizard/details/languages";
import { LogoField } from "../../wizard/details/logo-field";
import { ChartColors } from "./chart-colors";
import { ColorField } from "./color-field";
import { brandingOf, type SettingsForm, settingsForm, valuesOf } from "./form";

type Tenant = RouterOutputs["tenants"]["get"];

const COLOR = "#86245f";
const sectionClass = "grid min-w-0 gap-4 border-t border-line pt-5";

/** How a tenant calls itself, speaks and looks; its own admins change it. */
export function TenantSettings({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.settings");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data: tenant, error, refetch } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: t("title") },
        ]}
      />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {tenant ? <Form key={tenant.updatedAt.getTime()} tenant={tenant} /> : null}
      {!tenant && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!tenant && !error ? <TableSkeleton /> : null}
    </>
  );
}

/** Saves, and has the page show what was saved. */
function useSave(tenantId: string) {
  const t = useTranslations("tenants.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.tenants.customize.mutationOptions({
      onSuccess(saved) {
        queries.setQueryData(trpc.tenants.get.queryKey({ id: tenantId }), saved);
        notify({ kind: "done", title: t("saved") });
      },
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: t("notSaved"), description: errorText(error), requestId });
      },
    }),
  );
}

function Form({ tenant }: { tenant: Tenant }) {
  const t = useTranslations("tenants.settings");
  const own = useTranslations("drafts.details");
  const locale = useLocale();
  const save = useSave(tenant.id);
  const form = useForm<SettingsForm>({
    resolver: zodResolver(settingsForm),
    mode: "onTouched",
    defaultValues: valuesOf(tenant),
  });
  const { errors, isDirty } = form.formState;
  const values = form.watch();
  const set = (name: "color" | "colorDark" | "language", value: string) =>
    form.setValue(name, value, { shouldDirty: true, shouldValidate: true });
  const say = (message: string | undefined) => (message ? own("error", { message }) : undefined);
  const logo = values.logo ? `/api/uploads/${values.logo.id}` : null;
  const submit = form.handleSubmit(({ name, language, ...look }) =>
    save.mutate({ id: tenant.id, name, language, branding: brandingOf(look) }),
  );
  return (
    <form noValidate onSubmit={submit} className="grid max-w-(--w-form) gap-7">
      <fieldset className={sectionClass}>
        <legend className="float-left mb-1 text-16 font-strong tracking-tight">{t("general")}</legend>
        <Field label={own("name")} error={say(errors.name?.message)}>
          <Input autoComplete="organization" {...form.register("name")} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={own("language")} hint={own("languageHint")} error={say(errors.language?.message)}>
            <Select
              value={values.language}
              onValueChange={(language) => set("language", language)}
              options={languageOptions(locale, values.language)}
            />
          </Field>
          <Field label={t("place")} hint={t("placeHint")}>
            <Input value={tenant.region} readOnly className="bg-sunken" />
          </Field>
        </div>
      </fieldset>
      <fieldset className={sectionClass}>
        <legend className="float-left mb-1 text-16 font-strong tracking-tight">{t("look")}</legend>
        <p className="text-13 text-ink-2">{t("lookLead")}</p>
        <div className="grid gap-4 sm:grid-cols-2">
          <ColorField
            label={own("color")}
            hint={own("colorHint")}
            pick={own("pick")}
            error={say(errors.color?.message)}
            value={values.color}
            otherwise={COLOR}
            onChange={(value) => set("color", value)}
          />
          <ColorField
            label={t("colorDark")}
            hint={t("colorDarkHint")}
            pick={t("pickDark")}
            error={say(errors.colorDark?.message)}
            value={values.colorDark}
            otherwise={isColor(values.color) ? values.color : COLOR}
            onChange={(value) => set("colorDark", value)}
          />
        </div>
        {isColor(values.color) ? (
          <>
            <BrandPreview
              color={values.color}
              colorDark={isColor(values.colorDark) ? values.colorDark : undefined}
              logo={logo}
              name={values.name}
            />
            <ChartColors
              color={values.color}
              colorDark={isColor(values.colorDark) ? values.colorDark : undefined}
            />
          </>
        ) : null}
        <LogoField
          value={values.logo}
          onChange={(next) => form.setValue("logo", next, { shouldDirty: true })}
          tenant={async () => tenant.id}
        />
      </fieldset>
      <div className="sticky bottom-0 flex items-center gap-3 border-t border-line bg-surface py-3">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!isDirty}>
          {t("save")}
        </Button>
        {isDirty ? (
          <Button variant="quiet" onClick={() => form.reset(valuesOf(tenant))}>
            {t("discard")}
          </Button>
        ) : (
          <span className="text-13 text-ink-3">{t("nothingChanged")}</span>
        )}
      </div>
    </form>
  );
}
