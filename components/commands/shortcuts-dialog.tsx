"use client";

import { useTranslations } from "next-intl";
import { Dialog } from "../ui/dialog";
import { ShortcutList } from "./shortcut-list";

/** Every shortcut there is, and the switch that turns single keys off. */
export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTranslations("commands.shortcuts");
  const common = useTranslations("common");
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("title")} closeLabel={common("close")}>
      <ShortcutList />
    </Dialog>
  );
}
