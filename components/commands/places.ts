import {
  AppWindow,
  Banknote,
  CircleHelp,
  Code,
  GanttChart,
  Home,
  LayoutDashboard,
  LayoutTemplate,
  type LucideIcon,
  Plug,
  RefreshCw,
  ScrollText,
  Settings,
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
  | "help";

export interface Place {
  key: PlaceKey;
  href: string;
  Icon: LucideIcon;
  group: "fleet" | "data" | "control";
  /** One of these is enough; none means everybody. */
  needs: readonly Permission[];
  /** Not for people of customers. */
  operators?: true;
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

type Person = Pick<Me, "operatorRole" | "permissions" | "memberships">;

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
  return PLACES.filter(
    ({ needs, operators }) =>
      (!operators || me.operatorRole !== null) && (needs.length === 0 || maySomewhere(me, needs)),
  );
}

/** The place an address belongs to; the longest one that fits. */
export function placeOf(path: string, places: readonly Place[] = PLACES): Place | undefined {
  return places
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
