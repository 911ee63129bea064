"use client";

import { useTranslations } from "next-intl";
import type { BrowsedRows } from "@/server/connections/port";
import { cn } from "../../ui/cn";
import { Skeleton } from "../../ui/small";

/** The first rows as a reload would read them; scrolls by itself. */
export function PreviewTable({ data, stale }: { data: BrowsedRows | undefined; stale: boolean }) {
  const t = useTranslations("drafts.where");
  if (!data) return <Skeleton className="mt-2 h-40" />;
  if (data.rows.length === 0) return <p className="mt-2 text-13 text-ink-3">{t("noRows")}</p>;
  return (
    <section
      aria-label={t("preview")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      className={cn("mt-2 max-h-96 overflow-auto rounded-3 border border-line-strong", stale && "opacity-60")}
    >
      <table className="w-full text-12">
        <thead>
          <tr>
            {data.columns.map((name) => (
              <th
                key={name}
                scope="col"
                className="sticky top-0 border-b border-line bg-surface px-2.5 py-1.5 font-mono font-medium whitespace-nowrap"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a source have no key here
            <tr key={i} className="not-last:border-b not-last:border-line">
              {row.map((cell, n) => (
                <td
                  key={data.columns[n]}
                  className={cn(
                    "max-w-64 truncate px-2.5 py-1 whitespace-nowrap",
                    typeof cell === "number" && "text-right",
                  )}
                >
                  {cell === null || cell === undefined ? <span className="text-ink-3">–</span> : String(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
