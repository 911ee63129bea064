import type { NotificationKind } from "@/db/schema/states";

/** Something that concerns whoever reads it. The portal has its sentence by `kind`, filled with `params`. Browser-safe. */
export interface Notification {
  id: string;
  kind: NotificationKind;
  params: Record<string, string>;
  /** Path in the portal. */
  href: string | null;
  createdAt: Date;
  read: boolean;
}

/** Where somebody is told of a kind. */
export interface Switches {
  portal: boolean;
  mail: boolean;
}
