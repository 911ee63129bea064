"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu } from "@base-ui/react/menu";
import { X } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { floatingClass, itemClass } from "../../ui/menu";
import { useRuntime } from "../runtime";
import { DashButton } from "./dash-button";

/** A menu inside the dashboard's own theme and brand. */
export function DashMenu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  const { floor } = useRuntime();
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger} />
      <Menu.Portal container={floor}>
        <Menu.Positioner className="z-(--z-menu) outline-none" sideOffset={6} align="end">
          <Menu.Popup className={cn(floatingClass, "min-w-52")}>{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

export function DashMenuItem({ className, ...props }: ComponentProps<typeof Menu.Item>) {
  return <Menu.Item className={cn(itemClass, className)} {...props} />;
}

/*
 * `--above` and `--below`: what of the dashboard lies outside the window of a page around it, which a frame that never
 * scrolls can't know by itself.
 */

const SHEET =
  "fixed inset-x-0 bottom-[var(--below,0px)] z-(--z-dialog) flex max-h-[calc((100dvh-var(--above,0px)-var(--below,0px))*0.88)] flex-col overflow-hidden rounded-t-4 bg-overlay shadow-modal outline-none " +
  "motion-slow transition-transform data-ending-style:translate-y-full data-starting-style:translate-y-full";

const FULL =
  "fixed inset-x-0 top-[var(--above,0px)] bottom-[var(--below,0px)] z-(--z-dialog) flex flex-col bg-surface p-6 outline-none in-data-[width=narrow]:p-4 motion-normal transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

/** What covers the dashboard: a sheet from below on a phone, or an object in full size. */
export function Cover({
  open,
  onClose,
  title,
  look,
  head,
  children,
}: {
  open: boolean;
  onClose(): void;
  title: string;
  look: "sheet" | "full";
  /** Beside the title. */
  head?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("dashboards");
  const { floor } = useRuntime();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Dialog.Portal container={floor}>
        <Dialog.Backdrop className="fixed inset-0 z-(--z-scrim) bg-scrim motion-normal transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className={look === "sheet" ? SHEET : FULL}>
          {look === "sheet" ? (
            <i aria-hidden="true" className="mx-auto mt-2 block h-1 w-9 shrink-0 rounded-full bg-n-6" />
          ) : null}
          <div className={cn("flex shrink-0 items-center gap-2", look === "sheet" && "px-4 py-1")}>
            <Dialog.Title className="min-w-0 truncate text-16 font-strong tracking-tight">
              {title}
            </Dialog.Title>
            {head}
            <Dialog.Close
              render={<DashButton look="quiet" square className="ml-auto" aria-label={t("close")} />}
            >
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
