"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useFormat } from "../format/use-format";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { SearchInput } from "../patterns/search-input";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { cn } from "../ui/cn";
import { Card, Skeleton } from "../ui/small";

type Table = RouterOutputs["connections"]["tables"][number];

/** Tables shown at a time; a search finds the others. */
const SHOWN = 50;
/** Beside so few tables a search is only in the way. */
const FEW = 8;
/** What was looked at is kept that long: a source is asked again only when somebody comes back later. */
const STALE_MS = 60_000;

const nameOf = (table: Table) => (table.schema ? `${table.schema}.${table.name}` : table.name);

/** What a tested connection can read: its tables or files, each with columns, types and first rows. */
export function TablesCard({ connectionId }: { connectionId: string }) {
  const t = useTranslations("connections.look");
  const id = useId();
  const trpc = useTRPC();
  const [text, setText] = useState("");
  const query = useQuery(
    trpc.connections.tables.queryOptions({ id: connectionId }, { staleTime: STALE_MS, retry: false }),
  );
  const all = query.data ?? [];
  const found = all.filter((table) => nameOf(table).toLowerCase().includes(text.trim().toLowerCase()));
  const more = found.length - SHOWN;
  return (
    <Card
      id={id}
      className="mt-5"
      title={t("title")}
      aside={
        all.length > FEW ? (
          <SearchInput value={text} onChange={setText} label={t("find")} placeholder={t("findHint")} />
        ) : (
          <span className="text-ink-3 max-sm:hidden">{t("lead")}</span>
        )
      }
    >
      {query.isPending ? <Skeleton className="m-4 h-24" /> : null}
      {query.error ? (
        <Notice tone="failed" className="m-4">
          {errorText(query.error)}
        </Notice>
      ) : null}
      {query.data && found.length === 0 ? (
        <p className="px-4 py-3.5 text-13 text-ink-3">{t(all.length === 0 ? "none" : "nothing")}</p>
      ) : null}
      <ul>
        {found.slice(0, SHOWN).map((table) => (
          <TableLine key={nameOf(table)} table={table} connectionId={connectionId} />
        ))}
      </ul>
      {more > 0 ? <p className="px-4 py-3 text-13 text-ink-3">{t("more", { count: more })}</p> : null}
    </Card>
  );
}

function TableLine({ table, connectionId }: { table: Table; connectionId: string }) {
  const t = useTranslations("connections.look");
  const format = useFormat();
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <li className="not-last:border-b not-last:border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center gap-2 px-4 py-2 text-left text-13 hover:bg-hover"
      >
        <ChevronRight
          aria-hidden="true"
          className={cn("size-4 shrink-0 text-ink-3 motion-fast transition-transform", open && "rotate-90")}
        />
        <span className="min-w-0 flex-1 font-mono text-12 break-all">{nameOf(table)}</span>
        <span className="shrink-0 text-12 text-ink-3">
          {table.rows === null ? "" : t("rows", { count: format.count(table.rows) })}
        </span>
      </button>
      <div id={id} hidden={!open}>
        {open ? <Look connectionId={connectionId} table={nameOf(table)} /> : null}
      </div>
    </li>
  );
}

/** Columns over their first values: one table says both. */
function Look({ connectionId, table }: { connectionId: string; table: string }) {
  const t = useTranslations("connections.look");
  const trpc = useTRPC();
  const query = useQuery(
    trpc.connections.look.queryOptions({ id: connectionId, table }, { staleTime: STALE_MS, retry: false }),
  );
  if (query.error)
    return (
      <Notice tone="failed" className="mx-4 mb-4">
        {errorText(query.error)}
      </Notice>
    );
  if (!query.data) return <Skeleton className="mx-4 mb-4 h-32" />;
  const { columns, rows } = query.data;
  return (
    <div className="px-4 pb-4">
      <p className="pb-2 text-12 text-ink-3">{t("columns", { count: columns.length })}</p>
      <section
        aria-label={t("first", { table })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-3 border border-line-strong"
      >
        <table className="w-full text-12">
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th
                  key={name}
                  scope="col"
                  className="sticky top-0 border-b border-line bg-surface px-2.5 py-1.5 text-left font-mono font-medium whitespace-nowrap"
                >
                  {name}
                  <span className="block text-11 font-regular text-ink-3">{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a source have no key here
              <tr key={i} className="not-last:border-b not-last:border-line">
                {row.map((cell, n) => (
                  <td
                    key={columns[n]?.name}
                    className={cn(
                      "max-w-64 truncate px-2.5 py-1 whitespace-nowrap",
                      typeof cell === "number" && "text-right",
                    )}
                  >
                    {cell === null || cell === undefined ? (
                      <span className="text-ink-3">–</span>
                    ) : (
                      String(cell)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 ? <p className="pt-2 text-13 text-ink-3">{t("empty")}</p> : null}
    </div>
  );
}
