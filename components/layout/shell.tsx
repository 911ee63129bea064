"use client";

import { Dialog } from "@base-ui/react/dialog";
import { CircleHelp, Menu as MenuIcon, Search, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { useCommands } from "../commands/context";
import { CommandProvider } from "../commands/provider";
import { Button } from "../ui/button";
import { backdropClass } from "../ui/dialog";
import { Sidebar } from "./sidebar";
import { TopBarProvider, TopBarSlots } from "./top-bar";

/** Below 900 px the sidebar is a sheet behind the menu button. */
function SidebarSheet() {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place closes the sheet
  useEffect(() => setOpen(false), [path]);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger
        render={<Button variant="quiet" square className="-ml-2 md:hidden" aria-label={t("menu")} />}
      >
        <MenuIcon />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-(--z-dialog) flex w-72 max-w-[85vw] bg-canvas shadow-modal outline-none motion-slow transition-[translate] data-starting-style:-translate-x-full data-ending-style:-translate-x-full">
          <Dialog.Title className="sr-only">{t("main")}</Dialog.Title>
          <Sidebar className="w-full" />
          <Dialog.Close
            render={
              <Button variant="quiet" square className="absolute top-3 right-2" aria-label={t("closeMenu")} />
            }
          >
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Below 900 px the menu of commands is behind a button of its own; the shortcuts need a keyboard. */
function TopBarTools({ bell }: { bell?: ReactNode }) {
  const t = useTranslations("shell");
  const commands = useTranslations("commands");
  const { openMenu, openShortcuts } = useCommands();
  return (
    <div className="flex shrink-0 items-center">
      {bell}
      <Button variant="quiet" square className="md:hidden" aria-label={commands("title")} onClick={openMenu}>
        <Search />
      </Button>
      <Button
        variant="quiet"
        size="s"
        square
        className="max-md:hidden"
        aria-label={t("shortcuts")}
        aria-keyshortcuts="?"
        title={t("shortcuts")}
        onClick={openShortcuts}
      >
        <CircleHelp />
      </Button>
    </div>
  );
}

/** The portal around every page behind sign-in: sidebar, top bar, work area. */
export function Shell({
  above,
  bell,
  children,
}: {
  above?: ReactNode;
  /** Left of the top bar's tools. */
  bell?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  return (
    <TopBarProvider>
      <CommandProvider>
        <a
          href="#content"
          className="sr-only rounded-2 bg-surface text-13 font-medium shadow-float focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-(--z-impersonation) focus:px-3 focus:py-2"
        >
          {t("skip")}
        </a>
        <div className="min-h-dvh md:grid md:grid-cols-[var(--sidebar)_minmax(0,1fr)]">
          <aside
            aria-label={t("sidebar")}
            className="sticky top-0 z-(--z-sidebar) flex h-[calc(100dvh-var(--view-bar,0px))] max-md:hidden"
          >
            <Sidebar className="w-full" />
          </aside>
          <div className="flex min-h-dvh min-w-0 flex-col bg-surface md:border-l md:border-line">
            <header className="sticky top-0 z-(--z-sticky) flex h-(--topbar) items-center gap-2 border-b border-line bg-surface px-(--gutter) text-13">
              <SidebarSheet />
              <TopBarSlots />
              <TopBarTools bell={bell} />
            </header>
            {above}
            <main
              id="content"
              tabIndex={-1}
              className="w-full max-w-(--w-page) px-(--gutter) pt-6 pb-16 outline-none max-md:pt-4"
            >
              {children}
            </main>
          </div>
        </div>
      </CommandProvider>
    </TopBarProvider>
  );
}
