"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Eye, LayoutDashboard, MoreHorizontal, Pause, Play, RefreshCw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { FleetAction } from "@/server/provisioning/fleet-schemas";
import { errorText, publicError } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button, ButtonLink } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { notify } from "../ui/toast";
import { ViewAsDialog } from "../viewing/view-as-dialog";
import { FleetDialog } from "./fleet-dialog";

type Tenant = RouterOutputs["tenants"]["get"];

/** The way into the first app made that has data, as in the first steps; the list has the newest first. */
function OpenApp({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page.actions");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.apps.overview.queryOptions({ tenantId, limit: 100 }));
  const app = data?.items.findLast((candidate) => candidate.dataAt !== null);
  if (!app) return null;
  return (
    <ButtonLink href={`/tenants/${tenantId}/apps/${app.id}`} variant="primary">
      <LayoutDashboard />
      {t("openApp", { app: app.title })}
    </ButtonLink>
  );
}

/** What an operator can do with one tenant. Each asks first and says what it would do. */
export function TenantActions({ tenant }: { tenant: Tenant }) {
  const t = useTranslations("tenants.page.actions");
  const viewing = useTranslations("viewing");
  const trpc = useTRPC();
  const router = useRouter();
  const mayReload = useMay("reloads:start");
  const mayChange = useMay("tenants:update");
  const mayDelete = useMay("tenants:delete");
  const mayApps = useMay("apps:read", tenant.id);
  const mayView = useMay("members:view-as");
  const [picking, setPicking] = useState(false);
  const [asked, setAsked] = useState<FleetAction | null>(null);
  const target = useMemo(() => ({ ids: [tenant.id] }), [tenant.id]);
  const { state, id } = tenant;
  const resume = useMutation(
    trpc.tenants.resume.mutationOptions({
      onSuccess: ({ run }) => router.push(`/runs/${run}`),
      onError(error) {
        const { requestId } = publicError(error);
        notify({ kind: "error", title: t("failed"), description: errorText(error), requestId });
      },
    }),
  );
  const gone = state === "deleting" || state === "deleted";
  const unborn = state === "draft" || state === "setting-up";
  const draft = state === "draft" && mayChange;
  const open = !draft && mayApps;
  return (
    <>
      {(mayReload || mayChange || mayDelete || mayView) && !gone ? (
        <Menu
          align="end"
          trigger={
            <Button square aria-label={t("more")} className="max-md:flex-none!">
              <MoreHorizontal />
            </Button>
          }
        >
          {mayReload && (state === "active" || state === "failed") ? (
            <MenuItem onClick={() => setAsked("reload")}>
              <RefreshCw />
              {t("reload")}
            </MenuItem>
          ) : null}
          {mayChange && state === "active" ? (
            <MenuItem onClick={() => setAsked("suspend")}>
              <Pause />
              {t("suspend")}
            </MenuItem>
          ) : null}
          {mayChange && state === "suspended" ? (
            <MenuItem onClick={() => resume.mutate({ id })}>
              <Play />
              {t("resume")}
            </MenuItem>
          ) : null}
          {mayView && !unborn ? (
            <MenuItem onClick={() => setPicking(true)}>
              <Eye />
              {viewing("startAny")}
            </MenuItem>
          ) : null}
          {mayDelete ? (
            <>
              {unborn ? null : <MenuSeparator />}
              <MenuItem className="text-failed-ink [&_svg]:text-current!" onClick={() => setAsked("delete")}>
                <Trash2 />
                {t("delete")}
              </MenuItem>
            </>
          ) : null}
        </Menu>
      ) : null}
      {draft ? (
        <ButtonLink href={`/tenants/new/${id}`} variant="primary">
          {t("goOn")}
        </ButtonLink>
      ) : null}
      {open ? <OpenApp tenantId={id} /> : null}
      {picking ? <ViewAsDialog tenantId={id} onClose={() => setPicking(false)} /> : null}
      <FleetDialog action={asked} target={target} onClose={() => setAsked(null)} />
    </>
  );
}
