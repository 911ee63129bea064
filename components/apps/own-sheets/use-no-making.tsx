"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import { TextLink } from "../../ui/link";

/** Why a tenant's authors can make no sheets now, with the way to ask for it; null where they can. */
export function useNoMaking(tenantId: string, asked: boolean): ReactNode {
  const t = useTranslations("ownSheets");
  const trpc = useTRPC();
  const mayAsk = useMay("tenants:customize", tenantId);
  const { data } = useQuery({ ...trpc.capabilities.list.queryOptions({ tenantId }), enabled: asked });
  const authoring = data?.items.find(({ capability }) => capability === "authoring");
  if (!authoring || authoring.on) return null;
  return (
    <>
      {t("noAuthoring")}{" "}
      {mayAsk ? (
        <TextLink href={`/tenants/${tenantId}/settings#capabilities`}>{t("noAuthoringAsk")}</TextLink>
      ) : null}
    </>
  );
}
