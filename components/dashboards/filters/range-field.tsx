"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { CellValue } from "@/server/platform/model";
import { figureOf } from "../formats";
import { DashButton } from "../parts/dash-button";
import type { FieldView } from "./use-field";

/** From and to, of numbers or dates; selects every value between, both ends included. */
export function RangeField({ field, dates }: { field: FieldView; dates: boolean }) {
  const t = useTranslations("dashboards.list");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const input =
    "h-8 w-full min-w-0 rounded-(--brand-radius) border border-line-input bg-surface px-2 text-13 in-data-[width=narrow]:h-11";
  const type = dates ? "date" : "number";
  async function apply() {
    const inside = (await field.all()).filter(({ value }) => isBetween(value, from, to, dates));
    field.select(
      inside.map((v) => v.value),
      "replace",
    );
  }
  return (
    <form
      className="grid grid-cols-2 gap-1.5 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <label className="text-12 text-ink-3">
        {t("from")}
        <input
          type={type}
          step="any"
          className={input}
          value={from}
          onChange={(e) => setFrom(e.target.value)}
        />
      </label>
      <label className="text-12 text-ink-3">
        {t("to")}
        <input type={type} step="any" className={input} value={to} onChange={(e) => setTo(e.target.value)} />
      </label>
      <DashButton
        type="submit"
        small
        disabled={field.locked || (from === "" && to === "")}
        className="col-span-2"
      >
        {t("apply")}
      </DashButton>
    </form>
  );
}

/** Dates as ISO text compare as text; a missing end is open. */
export function isBetween(value: CellValue, from: string, to: string, dates: boolean): boolean {
  if (dates) {
    const day = String(value ?? "").slice(0, 10);
    return day !== "" && (from === "" || day >= from) && (to === "" || day <= to);
  }
  const figure = figureOf(value);
  if (figure === null) return false;
  return (from === "" || figure >= Number(from)) && (to === "" || figure <= Number(to));
}
