import type { NotificationKind } from "@/db/schema/states";
import type { Switches } from "./notification";

/** Whom a kind can concern, and where they are told unless they chose otherwise. */
export const KINDS: Record<NotificationKind, Switches & { of: "everybody" | "operators" | "tenant-admins" }> =
  {
    "run-failed": { of: "tenant-admins", portal: true, mail: false },
    "run-succeeded": { of: "tenant-admins", portal: true, mail: false },
    "reload-failed": { of: "tenant-admins", portal: true, mail: true },
    "invitation-accepted": { of: "tenant-admins", portal: true, mail: false },
    "capability-asked": { of: "operators", portal: true, mail: true },
    "delivery-paused": { of: "everybody", portal: true, mail: true },
    "usage-limit": { of: "tenant-admins", portal: true, mail: true },
    "spend-alert": { of: "tenant-admins", portal: true, mail: true },
    announcement: { of: "everybody", portal: true, mail: false },
  };
