"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { logoAddress, OrganisationMark } from "../brand/organisation-mark";
import { useOrganisation } from "../brand/use-organisation";
import { useCommands } from "../commands/context";
import { PLACE_GROUPS, type Place, placeOf, placesFor } from "../commands/places";
import { useMenuKey } from "../commands/use-menu-key";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { cn } from "../ui/cn";
import { LogoMark } from "../ui/marks";
import { RouteLink } from "../ui/route-link";
import { Kbd } from "../ui/small";
import { AccountMenu } from "./account-menu";

const LOOK_AGAIN_MS = { moving: 3_000, calm: 15_000 };
const SHOWN = 99;

/** "3 running", the only live number of the sidebar. */
function RunningCount() {
  const t = useTranslations("shell");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data } = useQuery({
    ...trpc.runs.list.queryOptions({ state: "running", limit: SHOWN + 1 }),
    refetchInterval: ({ state }) => (state.data?.items.length ? LOOK_AGAIN_MS.moving : LOOK_AGAIN_MS.calm),
  });
  const count = data?.items.length ?? 0;
  // Where fewer run, one has ended: its end may concern whoever looks.
  const before = useRef(count);
  useEffect(() => {
    if (count < before.current) void queries.invalidateQueries(trpc.notifications.unread.queryFilter());
    before.current = count;
  }, [count, queries, trpc]);
  if (count === 0) return null;
  return (
    <span className="ml-auto text-12 font-regular text-running-ink">
      {count > SHOWN ? t("manyRunning", { count: SHOWN }) : t("running", { count })}
    </span>
  );
}

/** What the groups are called where there is one organisation and no fleet. */
const CUSTOMERS_WORDS = { fleet: "yours", data: "data", control: "more" } as const;

function Entry({ place, current, path }: { place: Place; current: boolean; path: string }) {
  const t = useTranslations("shell");
  const { href, Icon, key, label } = place;
  return (
    <RouteLink
      href={href}
      aria-current={current ? (path === href ? "page" : "true") : undefined}
      className={cn(
        "flex h-[30px] items-center gap-2.5 rounded-2 px-2 text-13 font-[480] text-ink-2 max-md:h-10",
        current ? "bg-accent-soft font-strong text-accent-ink" : "hover:bg-press [&_svg]:text-ink-3",
      )}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="truncate">{label ?? t(key)}</span>
      {key === "runs" ? <RunningCount /> : null}
    </RouteLink>
  );
}

function FindButton() {
  const t = useTranslations("commands");
  const { openMenu } = useCommands();
  const menuKey = useMenuKey();
  return (
    <button
      type="button"
      onClick={openMenu}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex h-8 w-full items-center gap-2 rounded-2 border border-line-strong bg-surface px-2 text-left text-13 text-ink-3 hover:bg-hover max-md:h-10"
    >
      <Search className="size-4 shrink-0" aria-hidden="true" />
      <span className="flex-1">{t("open")}</span>
      <span className="flex gap-0.5 max-md:hidden" aria-hidden="true">
        <Kbd>{menuKey}</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  );
}

/** Whose portal this is: the customer's whose page it is, else the product's. */
function Head() {
  const common = useTranslations("common");
  const own = useOrganisation();
  return (
    <RouteLink
      href={own ? `/tenants/${own.tenantId}` : "/"}
      className="flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-2 p-1.5 max-md:mr-10"
    >
      {own ? (
        <OrganisationMark tenantId={own.tenantId} name={own.name} logo={logoAddress(own.logo)} />
      ) : (
        <>
          <LogoMark className="size-[26px] shrink-0" />
          <b className="text-14 font-strong">{common("product")}</b>
        </>
      )}
    </RouteLink>
  );
}

/** Only entries that exist and that the person may open. */
export function Sidebar({ className }: { className?: string }) {
  const t = useTranslations("shell");
  const path = usePathname();
  const me = useMe();
  const places = placesFor(me);
  const here = placeOf(path, places);
  const customer = places[0]?.key === "organisation";
  return (
    <div className={cn("flex flex-col gap-3.5 overflow-y-auto p-3", className)}>
      <Head />
      <FindButton />
      <nav aria-label={t("main")} className="grid gap-3.5">
        {PLACE_GROUPS.map((group) => {
          const entries = places.filter((place) => place.group === group);
          if (entries.length === 0) return null;
          return (
            <div key={group}>
              <h2 className="px-2 pb-1 text-12 font-medium text-ink-3">
                {t(customer ? CUSTOMERS_WORDS[group] : group)}
              </h2>
              <ul className="grid gap-px">
                {entries.map((place) => (
                  <li key={place.key}>
                    <Entry place={place} current={place === here} path={path} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <footer className="mt-auto border-t border-line pt-2">
        <AccountMenu />
      </footer>
    </div>
  );
}
