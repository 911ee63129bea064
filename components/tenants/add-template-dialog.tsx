"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorState } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { textIn } from "../templates/text-in";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/small";
import { addressOfTarget, type FleetTarget } from "./fleet-dialog";

const MOST = 100;

/** The address of the check: who is looked at stands in it. */
function checkOf(template: string, version: string, target: FleetTarget): string {
  return `/templates/${template}/${version}/add?${addressOfTarget(target)}`;
}

/** Which template the chosen tenants shall have; what becomes of each is shown on the next page. */
export function AddTemplateDialog({ target, onClose }: { target: FleetTarget; onClose: () => void }) {
  const t = useTranslations("tenants.bulk");
  const common = useTranslations("common");
  const locale = useLocale();
  const trpc = useTRPC();
  const router = useRouter();
  const { data, error, refetch } = useQuery(trpc.templates.list.queryOptions({ limit: MOST }));
  const [picked, setPicked] = useState<string | null>(null);
  const items = data?.items ?? [];
  const template = items.find((it) => it.id === picked) ?? items[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("addTitle")}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("keep")}</Button>
          <Button
            variant="primary"
            disabled={!template}
            onClick={() => template && router.push(checkOf(template.id, template.latestVersion, target))}
          >
            {t("addCheck")}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t("addText")}</p>
      {error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {template ? (
        <Field label={t("template")}>
          <Select
            value={template.id}
            onValueChange={setPicked}
            options={items.map((it) => ({
              value: it.id,
              label: `${textIn(it.title, locale)} ${it.latestVersion}`,
            }))}
          />
        </Field>
      ) : data ? (
        <p>{t("noTemplate")}</p>
      ) : error ? null : (
        <Skeleton className="h-10 w-full" />
      )}
    </Dialog>
  );
}
