"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, Check } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "../ui/menu";
import { notify } from "../ui/toast";
import { addressOf, type TenantSearch } from "./search-params";
import { ViewDialog } from "./view-dialog";

type View = RouterOutputs["tenants"]["views"][number];

/** The views there are, and what can be done with the list as it is shown. */
export function SavedViews({ search }: { search: TenantSearch }) {
  const t = useTranslations("tenants.saved");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const operator = useMe().operatorRole !== null;
  const [asking, setAsking] = useState<{ view: View | null } | null>(null);
  const { data: views = [] } = useQuery(trpc.tenants.views.queryOptions());
  const query = addressOf(search);
  const current = views.find((view) => view.query === query);
  const mine = views.filter((view) => view.owner === null);
  const others = views.filter((view) => view.owner !== null);
  const settled = (title: string) => ({
    onSuccess: async () => {
      notify({ title });
      await queries.invalidateQueries(trpc.tenants.views.pathFilter());
    },
    onError: (error: unknown) =>
      notify({ kind: "error", title: t("failed"), description: errorText(error as Error) }),
  });
  const save = useMutation(trpc.tenants.saveView.mutationOptions());
  const remove = useMutation(trpc.tenants.removeView.mutationOptions());
  const start = useMutation(trpc.tenants.startView.mutationOptions());
  const item = (view: View) => (
    <MenuItem key={view.id} onClick={() => router.push(`/tenants?${view.query || "sort=name"}`)}>
      <span className="grid w-4 place-items-center">
        {view.id === current?.id ? <Check className="text-accent-ink!" aria-label={t("shown")} /> : null}
      </span>
      <span className="min-w-0 flex-1 truncate">{view.name}</span>
      <span className="text-12 text-ink-3">{view.owner ?? (view.start ? t("isStart") : "")}</span>
    </MenuItem>
  );
  return (
    <>
      <Menu
        align="end"
        className="max-w-72"
        trigger={
          <Button size="s" variant="quiet">
            <Bookmark />
            {current ? current.name : t("views")}
          </Button>
        }
      >
        {mine.length > 0 ? <MenuGroup label={t("mine")}>{mine.map(item)}</MenuGroup> : null}
        {others.length > 0 ? <MenuGroup label={t("others")}>{others.map(item)}</MenuGroup> : null}
        {views.length > 0 ? <MenuSeparator /> : null}
        {current ? null : <MenuItem onClick={() => setAsking({ view: null })}>{t("save")}</MenuItem>}
        {current ? (
          <MenuItem
            onClick={() =>
              start.mutate(
                { id: current.start ? null : current.id },
                settled(t(current.start ? "startGone" : "startSaved", { name: current.name })),
              )
            }
          >
            {t(current.start ? "noStart" : "makeStart")}
          </MenuItem>
        ) : null}
        {current && current.owner === null ? (
          <>
            <MenuItem onClick={() => setAsking({ view: current })}>{t("rename")}</MenuItem>
            {operator ? (
              <MenuItem
                onClick={() => {
                  const { id, name, shared } = current;
                  save.mutate(
                    { id, name, query, shared: !shared },
                    settled(t(shared ? "unshared" : "nowShared", { name })),
                  );
                }}
              >
                {t(current.shared ? "unshare" : "share")}
              </MenuItem>
            ) : null}
            <MenuItem
              onClick={() => remove.mutate({ id: current.id }, settled(t("deleted", { name: current.name })))}
            >
              {t("delete")}
            </MenuItem>
          </>
        ) : null}
      </Menu>
      {asking ? (
        <ViewDialog view={asking.view} query={query} mayShare={operator} onClose={() => setAsking(null)} />
      ) : null}
    </>
  );
}
