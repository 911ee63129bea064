import type { Permission } from "@/server/auth/permissions";

export interface Section {
  key: "operators" | "keys" | "mail" | "outbox" | "files" | "network" | "announcements";
  href: string;
  needs: Permission;
}

/** The pages of the settings, in the order of their tabs. */
export const SECTIONS: readonly Section[] = [
  { key: "operators", href: "/settings/operators", needs: "users:read" },
  { key: "keys", href: "/settings/api-keys", needs: "api-keys:read" },
  { key: "mail", href: "/settings/mail", needs: "settings:read" },
  { key: "outbox", href: "/settings/outbox", needs: "settings:read" },
  { key: "files", href: "/settings/files", needs: "settings:read" },
  { key: "network", href: "/settings/network", needs: "settings:read" },
  { key: "announcements", href: "/settings/announcements", needs: "announcements:read" },
];
