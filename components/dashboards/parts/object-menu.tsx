"use client";

import { Download, Ellipsis, FileSpreadsheet, ImageDown, Maximize2, Table2 } from "lucide-react";
import { memo } from "react";
import { useTranslations } from "use-intl";
import { DashButton } from "./dash-button";
import { DashMenu, DashMenuItem } from "./floating";

export type MenuWish = "table" | "csv" | "xlsx" | "png" | "full";

/** Drawn again only when what it offers changes: a sheet has one for every object. */
export const ObjectMenu = memo(function ObjectMenu({
  title,
  asTable,
  table,
  figures,
  xlsx,
  onChoose,
}: {
  title: string;
  asTable: boolean;
  /** A chart that can be read as a table. */
  table: boolean;
  figures: boolean;
  xlsx: boolean;
  onChoose(wish: MenuWish): void;
}) {
  const t = useTranslations("dashboards.object");
  return (
    <DashMenu
      trigger={
        <DashButton look="quiet" square small aria-label={t("menu", { title })}>
          <Ellipsis aria-hidden="true" />
        </DashButton>
      }
    >
      {table ? (
        <DashMenuItem onClick={() => onChoose("table")}>
          <Table2 aria-hidden="true" />
          {t(asTable ? "chart" : "table")}
          <kbd className="ml-auto font-sans text-12 text-ink-3">T</kbd>
        </DashMenuItem>
      ) : null}
      {figures ? (
        <DashMenuItem onClick={() => onChoose("csv")}>
          <Download aria-hidden="true" />
          {t("csv")}
        </DashMenuItem>
      ) : null}
      {xlsx ? (
        <DashMenuItem onClick={() => onChoose("xlsx")}>
          <FileSpreadsheet aria-hidden="true" />
          {t("xlsx")}
        </DashMenuItem>
      ) : null}
      {figures ? (
        <DashMenuItem onClick={() => onChoose("png")}>
          <ImageDown aria-hidden="true" />
          {t("png")}
        </DashMenuItem>
      ) : null}
      <DashMenuItem onClick={() => onChoose("full")}>
        <Maximize2 aria-hidden="true" />
        {t("full")}
        <kbd className="ml-auto font-sans text-12 text-ink-3">F</kbd>
      </DashMenuItem>
    </DashMenu>
  );
});
