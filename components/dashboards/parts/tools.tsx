"use client";

import { Check, Ellipsis, FileSpreadsheet, FileText, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { cn } from "../../ui/cn";
import { useRuntime } from "../runtime";
import { DashButton } from "./dash-button";
import { DashMenu, DashMenuItem } from "./floating";

/** What is done with the whole dashboard: look for a value, take the sheet along, tell series apart without color. */
export function Tools({ className }: { className?: string }) {
  const t = useTranslations("dashboards");
  const { hide, width, setFinding } = useRuntime();
  if (hide.has("toolbar")) return null;
  return (
    <div className={cn("flex items-center gap-1", className)}>
      {width === "wide" ? (
        <button
          type="button"
          aria-keyshortcuts="/"
          onClick={() => setFinding(true)}
          className="flex h-8 w-48 items-center gap-2 rounded-(--brand-radius) border border-line-input bg-surface px-2 text-13 text-ink-3 hover:bg-hover"
        >
          <Search aria-hidden="true" className="size-4" />
          {t("find.open")}
          <span aria-hidden="true" className="ml-auto rounded-1 border border-line px-1 font-sans text-12">
            /
          </span>
        </button>
      ) : (
        <DashButton
          look="quiet"
          square
          aria-label={t("find.open")}
          aria-keyshortcuts="/"
          onClick={() => setFinding(true)}
        >
          <Search aria-hidden="true" />
        </DashButton>
      )}
      {hide.has("menu") ? null : <SheetMenu />}
    </div>
  );
}

function SheetMenu() {
  const t = useTranslations("dashboards.menu");
  const { files, patterns, setPatterns } = useRuntime();
  return (
    <DashMenu
      trigger={
        <DashButton look="quiet" square aria-label={t("label")}>
          <Ellipsis aria-hidden="true" />
        </DashButton>
      }
    >
      {files.make ? (
        <>
          <DashMenuItem onClick={() => files.make?.("pdf")}>
            <FileText aria-hidden="true" />
            {t("pdf")}
          </DashMenuItem>
          <DashMenuItem onClick={() => files.make?.("xlsx")}>
            <FileSpreadsheet aria-hidden="true" />
            {t("xlsx")}
          </DashMenuItem>
        </>
      ) : null}
      <DashMenuItem role="menuitemcheckbox" aria-checked={patterns} onClick={() => setPatterns(!patterns)}>
        <Check aria-hidden="true" className={patterns ? "" : "invisible"} />
        {t("patterns")}
      </DashMenuItem>
    </DashMenu>
  );
}
