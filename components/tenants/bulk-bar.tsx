"use client";

import { Gauge, LayoutTemplate, Megaphone, Pause, Play, RefreshCw, Trash2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { FleetAction } from "@/server/provisioning/fleet-schemas";
import { AnnounceDialog } from "../announcements/announce-dialog";
import { useFormat } from "../format/use-format";
import { useMe } from "../providers/me";
import { Button, ButtonLink } from "../ui/button";
import { AddTemplateDialog } from "./add-template-dialog";
import { addressOfTarget, FleetDialog } from "./fleet-dialog";
import { listInput, type TenantSearch } from "./search-params";
import type { useSelection } from "./use-selection";

const ACTIONS = [
  { action: "reload", Icon: RefreshCw, permission: "reloads:start" },
  { action: "suspend", Icon: Pause, permission: "tenants:update" },
  { action: "resume", Icon: Play, permission: "tenants:update" },
  { action: "delete", Icon: Trash2, permission: "tenants:delete" },
] as const;

/** What can be done to the tenants that are ticked; floats over the end of the list. */
export function BulkBar({
  selection,
  search,
  total,
}: {
  selection: ReturnType<typeof useSelection>;
  search: TenantSearch;
  /** How many match the filters, where that is known. */
  total?: number;
}) {
  const t = useTranslations("tenants.bulk");
  const format = useFormat();
  const me = useMe();
  const [asked, setAsked] = useState<FleetAction | null>(null);
  const [telling, setTelling] = useState(false);
  const [adding, setAdding] = useState(false);
  const { chosen, chooseAll, clear } = selection;
  const count = chosen.all && total !== undefined ? total : chosen.ids.size;
  if (chosen.ids.size === 0) return null;
  const { q, state, health, plan } = listInput(search);
  const target = chosen.all ? { filter: { q, state, health, plan } } : { ids: [...chosen.ids] };
  const more = !chosen.all && total !== undefined && total > chosen.ids.size;
  return (
    <>
      <section
        aria-label={t("label")}
        className="sticky bottom-4 z-(--z-bulk) mx-auto mt-4 flex w-fit max-w-full flex-wrap items-center gap-2 rounded-3 bg-overlay px-3 py-2 text-13 shadow-float max-md:hidden forced-colors:border"
      >
        <p role="status" className="px-1 font-medium">
          {t("selected", { count })}
        </p>
        {more ? (
          <Button variant="quiet" size="s" className="text-accent-ink" onClick={chooseAll}>
            {t("all", { count: format.count(total) })}
          </Button>
        ) : null}
        <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
        {ACTIONS.filter(({ permission }) => me.permissions.includes(permission)).map(({ action, Icon }) => (
          <Button
            key={action}
            size="s"
            variant={action === "delete" ? "danger" : "secondary"}
            onClick={() => setAsked(action)}
          >
            <Icon />
            {t(`action.${action}`)}
          </Button>
        ))}
        {me.permissions.includes("tenants:update") && me.permissions.includes("apps:write") ? (
          <Button size="s" onClick={() => setAdding(true)}>
            <LayoutTemplate />
            {t("addTemplate")}
          </Button>
        ) : null}
        {me.permissions.includes("tenants:update") && me.permissions.includes("billing:write") ? (
          <ButtonLink size="s" href={`/tenants/change-plan?${addressOfTarget(target)}`}>
            <Gauge />
            {t("changePlan")}
          </ButtonLink>
        ) : null}
        {me.permissions.includes("announcements:write") && !chosen.all ? (
          <Button size="s" onClick={() => setTelling(true)}>
            <Megaphone />
            {t("announce")}
          </Button>
        ) : null}
        <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
        <Button size="s" variant="quiet" square aria-label={t("clear")} onClick={clear}>
          <X />
        </Button>
      </section>
      <AnnounceDialog open={telling} onOpenChange={setTelling} tenantIds={[...chosen.ids]} onMade={clear} />
      {adding ? <AddTemplateDialog target={target} onClose={() => setAdding(false)} /> : null}
      <FleetDialog
        action={asked}
        target={target}
        onClose={(started) => {
          setAsked(null);
          if (started) clear();
        }}
      />
    </>
  );
}
