"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import { errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Combobox } from "../../ui/combobox";
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
import { FontField } from "./font-field";
import { brandingOf, type SettingsForm, settingsForm, valuesOf } from "./form";
import { zoneOptions } from "./zones";

type Tenant = RouterOutputs["tenants"]["get"];

const COLOR = "#86245f";
export const sectionClass = "grid min-w-0 gap-4 border-t border-line pt-5";
export const legendClass = "float-left mb-1 text-16 font-strong tracking-tight";

/** Saves, and has the page show what was saved. */
function useSave(tenantId: string) {
  const t = useTranslations("tenants.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.tenants.customize.mutationOptions({
      onSuccess(saved) {
        queries.setQueryData(trpc.tenants.get.queryKey({ id: tenantId }), saved);
        notify({ kind: "done", title: t("saved") });
        // The portal around this page is of the same name and look.
        router.refresh();
      },
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: t("notSaved"), description: errorText(error), requestId });
      },
    }),
  );
}

/** How a tenant is called, speaks and looks. */
export function IdentityForm({ tenant }: { tenant: Tenant }) {
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
  const submit = form.handleSubmit(({ name, language, timeZone, ...look }) =>
    save.mutate({ id: tenant.id, name, language, timeZone: timeZone || null, branding: brandingOf(look) }),
  );
  return (
    <form noValidate onSubmit={submit} className="grid max-w-(--w-form) gap-7">
      <fieldset className={sectionClass}>
        <legend className={legendClass}>{t("general")}</legend>
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
          <Field label={t("zone")} hint={t("zoneHint")} error={say(errors.timeZone?.message)}>
            <Combobox
              value={values.timeZone || null}
              onValueChange={(zone) =>
                form.setValue("timeZone", zone ?? "", { shouldDirty: true, shouldValidate: true })
              }
              options={zoneOptions(locale)}
              placeholder={t("zoneOfReader")}
              open={t("zoneOpen")}
              empty={t("zoneNone")}
            />
          </Field>
          <Field label={t("place")} hint={t("placeHint")}>
            <Input value={tenant.region} readOnly className="bg-sunken" />
          </Field>
        </div>
      </fieldset>
      <fieldset className={sectionClass}>
        <legend className={legendClass}>{t("look")}</legend>
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
        <FontField
          value={values.font}
          name={values.name}
          onChange={(font) => form.setValue("font", font, { shouldDirty: true })}
        />
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
