"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ErrorState, errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { Skeleton } from "../../ui/small";
import { notify } from "../../ui/toast";
import { BrandPreview } from "../../wizard/details/brand-preview";
import { isColor } from "../../wizard/details/contrast";
import { LogoField } from "../../wizard/details/logo-field";
import { ColorField } from "../settings/color-field";
import { brandingOf, valuesOf } from "../settings/form";
import type { StepProps } from "./welcome-page";

type Tenant = RouterOutputs["tenants"]["get"];

const COLOR = "#86245f";

function useSave(id: string, onChanged: () => void) {
  const t = useTranslations("tenants.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation(
    trpc.tenants.customize.mutationOptions({
      onSuccess(saved) {
        queries.setQueryData(trpc.tenants.get.queryKey({ id }), saved);
        notify({ kind: "done", title: t("saved") });
        // The portal around this page is of the same look.
        router.refresh();
        onChanged();
      },
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: t("notSaved"), description: errorText(error), requestId });
      },
    }),
  );
}

function LookForm({ tenant, onChanged }: { tenant: Tenant; onChanged: () => void }) {
  const t = useTranslations("tenants.settings");
  const steps = useTranslations("tenants.firstSteps");
  const own = useTranslations("drafts.details");
  const save = useSave(tenant.id, onChanged);
  const before = valuesOf(tenant);
  const [color, setColor] = useState(before.color);
  const [logo, setLogo] = useState(before.logo);
  const right = color === "" || isColor(color);
  const changed = color !== before.color || logo?.id !== before.logo?.id;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (right && changed) save.mutate({ id: tenant.id, branding: brandingOf({ ...before, color, logo }) });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <ColorField
        label={own("color")}
        hint={own("colorHint")}
        pick={own("pick")}
        error={right ? undefined : steps("look.notColor")}
        value={color}
        otherwise={COLOR}
        onChange={setColor}
      />
      {isColor(color) ? (
        <BrandPreview
          color={color}
          colorDark={isColor(before.colorDark) ? before.colorDark : undefined}
          logo={logo ? `/api/uploads/${logo.id}` : null}
          name={tenant.name}
        />
      ) : null}
      <LogoField value={logo} onChange={setLogo} tenant={async () => tenant.id} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-13">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!changed || !right}>
          {t("save")}
        </Button>
        <TextLink href={`/tenants/${tenant.id}/settings`}>{steps("look.more")}</TextLink>
      </div>
    </form>
  );
}

/** Colour and logo, with how both look on a light and a dark page. */
export function StepLook({ tenantId, onChanged }: StepProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  if (data) return <LookForm key={data.updatedAt.getTime()} tenant={data} onChanged={onChanged} />;
  return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Skeleton className="h-40" />;
}
