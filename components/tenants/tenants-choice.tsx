"use client";

import type { ReactNode } from "react";
import { Plot } from "../patterns/plot";
import { cellClass, PlainTable } from "../settings/table";
import { Checkbox } from "../ui/checkbox";
import { TextLink } from "../ui/link";

interface Row {
  tenantId: string;
  name: string;
  /** Why it cannot be chosen. */
  problem: unknown;
}

/** Tenants to be chosen for something done to many; those with a problem are shown, and cannot be. */
export function TenantsChoice<R extends Row>({
  rows,
  chosen,
  onChange,
  words,
  heads,
  children,
}: {
  rows: readonly R[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
  words: { table: string; all: string; tenant: string; choose: (name: string) => string };
  /** Of the cells behind the tenant's name. */
  heads: readonly string[];
  /** Those cells. */
  children: (row: R) => ReactNode;
}) {
  const fit = rows.filter((row) => row.problem === null).map((row) => row.tenantId);
  const all = fit.length > 0 && fit.every((id) => chosen.has(id));
  const toggle = (id: string, on: boolean) =>
    onChange(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  return (
    <PlainTable
      label={words.table}
      heads={[
        <Checkbox
          key="all"
          aria-label={words.all}
          checked={all}
          indeterminate={!all && chosen.size > 0}
          disabled={fit.length === 0}
          onCheckedChange={(on) => onChange(new Set(on ? fit : []))}
        />,
        words.tenant,
        ...heads,
      ]}
    >
      {rows.map((row) => (
        <tr key={row.tenantId}>
          <td className={`${cellClass} w-8`}>
            <Checkbox
              aria-label={words.choose(row.name)}
              checked={chosen.has(row.tenantId)}
              disabled={row.problem !== null}
              onCheckedChange={(on) => toggle(row.tenantId, on)}
            />
          </td>
          <td className={cellClass}>
            <span className="flex items-center gap-2.5">
              <Plot id={row.tenantId} size={22} />
              <TextLink href={`/tenants/${row.tenantId}`} className="text-ink">
                {row.name}
              </TextLink>
            </span>
          </td>
          {children(row)}
        </tr>
      ))}
    </PlainTable>
  );
}
