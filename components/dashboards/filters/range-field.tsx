"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { DashButton } from "../parts/dash-button";
import { rangeSearch } from "./choosing";
import type { FieldView } from "./use-field";

/** From and to, of numbers or dates; selects every value between, both ends included. */
export function RangeField({ field, dates }: { field: FieldView; dates: boolean }) {
  const t = useTranslations("dashboards.list");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const input =
    "h-8 w-full min-w-0 rounded-(--brand-radius) border border-line-input bg-surface px-2 text-13 in-data-[width=narrow]:h-11";
  const type = dates ? "date" : "number";
  return (
    <form
      className="grid grid-cols-2 gap-1.5 py-1"
      onSubmit={(event) => {
        event.preventDefault();
        void field.chooseFound(rangeSearch(from, to, dates));
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
      <p role="status" className={field.trouble ? "col-span-2 text-12 text-ink-2" : "sr-only"}>
        {field.trouble}
      </p>
    </form>
  );
}
