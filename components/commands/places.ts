import {
  AppWindow,
  Banknote,
  Building2,
  CircleHelp,
  Code,
  CodeXml,
  GanttChart,
  Home,
  LayoutDashboard,
  LayoutTemplate,
  type LucideIcon,
  Plug,
  RefreshCw,
  ScrollText,
  Settings,
  Users,
} from "lucide-react";
import { type Permission, TENANT_PERMISSIONS } from "@/server/auth/permissions";
import type { Me } from "../providers/me";

export type PlaceKey =
  | "home"
  | "tenants"
  | "runs"
  | "templates"
  | "apps"
  | "connections"
  | "reloads"
  | "billing"
  | "audit"
  | "settings"
  | "developers"
  | "help"
  | "organisation"
  | "people"
  | "embeds"
  | "looks"
  | "plan"
  | "activity";

export interface Place {
  key: PlaceKey;
  href: string;
  Icon: LucideIcon;
  group: "fleet" | "data" | "control";
  /** One of these is enough; none means everybody. */
  needs: readonly Permission[];
  /** Not for people of customers. */
  operators?: true;
  /** What it is called, where that is a name and no word of the portal. */
  label?: string;
  /** Second key after `g`. */
  chord: string;
}

/** Every place of the portal, in the order of the sidebar. The menu, the shortcuts and the help read the same list. */
export const PLACES: readonly Place[] = [
  { key: "home", href: "/", Icon: Home, group: "fleet", needs: [], chord: "h", operators: true },
  {
    key: "tenants",
    href: "/tenants",
    Icon: LayoutDashboard,
    group: "fleet",
    needs: ["tenants:read"],
    chord: "t",
  },
  { key: "runs", href: "/runs", Icon: GanttChart, group: "fleet", needs: ["runs:read"], chord: "r" },
  {
    key: "templates",
    href: "/templates",
    Icon: LayoutTemplate,
    group: "fleet",
    needs: ["templates:read"],
    chord: "m",
  },
  { key: "apps", href: "/apps", Icon: AppWindow, group: "data", needs: ["apps:read"], chord: "a" },
  {
    key: "connections",
    href: "/connections",
    Icon: Plug,
    group: "data",
    needs: ["connections:read"],
    chord: "c",
  },
  { key: "reloads", href: "/reloads", Icon: RefreshCw, group: "data", needs: ["reloads:read"], chord: "l" },
  {
    key: "billing",
    href: "/billing",
    Icon: Banknote,
    group: "control",
    needs: ["billing:write"],
    operators: true,
    chord: "b",
  },
  {
    key: "audit",
    href: "/audit",
    Icon: ScrollText,
    group: "control",
    needs: ["audit:read"],
    operators: true,
    chord: "u",
  },
  {
    key: "settings",
    href: "/settings",
    Icon: Settings,
    group: "control",
    needs: ["users:read", "api-keys:read", "settings:read"],
    operators: true,
    chord: "s",
  },
  {
    key: "developers",
    href: "/developers",
    Icon: Code,
    group: "control",
    needs: [],
    operators: true,
    chord: "d",
  },
  { key: "help", href: "/help", Icon: CircleHelp, group: "control", needs: [], chord: "e" },
];

export const PLACE_GROUPS = ["fleet", "data", "control"] as const;

type Person = Pick<Me, "operatorRole" | "permissions"> & {
  memberships: readonly (Pick<Me["memberships"][number], "tenantId" | "role"> & { name?: string })[];
};

/** Of the fleet and its work customers know nothing: they have an organisation, and what is theirs in it. */
const OF_THE_FLEET: ReadonlySet<PlaceKey> = new Set(["tenants", "runs"]);

/** Places of somebody's organisation; of several, only where to choose one. */
function organisation({ memberships }: Person): Place[] {
  const [own, ...others] = memberships;
  if (!own) return [];
  const at = { group: "fleet", needs: [] } as const;
  if (others.length > 0)
    return [{ ...at, key: "organisation", href: "/tenants", Icon: Building2, chord: "t" }];
  const base = `/tenants/${own.tenantId}`;
  const all: Place[] = [
    { ...at, key: "organisation", href: base, Icon: Building2, chord: "t", label: own.name },
    { ...at, key: "people", href: `${base}/people`, Icon: Users, needs: ["members:read"], chord: "p" },
    { ...at, key: "embeds", href: `${base}/embeds`, Icon: CodeXml, needs: ["embeds:read"], chord: "b" },
    {
      ...at,
      key: "looks",
      href: `${base}/settings`,
      Icon: Settings,
      needs: ["tenants:customize"],
      chord: "s",
    },
    {
      ...at,
      key: "plan",
      href: `${base}/billing`,
      Icon: Banknote,
      needs: ["billing:read"],
      chord: "n",
    },
    { ...at, key: "activity", href: `${base}/activity`, Icon: ScrollText, needs: ["audit:read"], chord: "u" },
  ];
  return all.filter(
    ({ needs }) => needs.length === 0 || needs.some((p) => TENANT_PERMISSIONS[own.role].includes(p)),
  );
}

/** True where the person may do one of these, everywhere or in a tenant of theirs. */
export function maySomewhere(me: Person, needs: readonly Permission[]): boolean {
  return needs.some(
    (permission) =>
      me.permissions.includes(permission) ||
      me.memberships.some((m) => TENANT_PERMISSIONS[m.role].includes(permission)),
  );
}

/** The places a person may open. */
export function placesFor(me: Person): Place[] {
  const customer = me.operatorRole === null && me.memberships.length > 0;
  const places = PLACES.filter(
    ({ key, needs, operators }) =>
      !(customer && OF_THE_FLEET.has(key)) &&
      (!operators || me.operatorRole !== null) &&
      (needs.length === 0 || maySomewhere(me, needs)),
  );
  return customer ? [...organisation(me), ...places] : places;
}

/** The place an address belongs to; the longest one that fits. */
export function placeOf(path: string, places: readonly Place[] = PLACES): Place | undefined {
  return places
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
