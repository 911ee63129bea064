"use client";

import { DataTable, RowLink, TwoLines } from "../patterns/data-table";
import { FilteredEmpty } from "../patterns/empty-state";
import { Pager } from "../patterns/pager";
import { Plot } from "../patterns/plot";
import { StatusMark } from "../patterns/status-mark";
import { Button } from "../ui/button";
import { Section } from "./section";

const LONG = "Bergmann Haushaltswarengroßhandelsgesellschaft mbH & Co. KG Süd";
const NAMES = ["Delacroix & Fils", "ハナミ文房具店", LONG, "Kivi & Koski"];

/** The table in each of its states. */
export function Tables() {
  const columns = [
    {
      id: "name",
      header: "Tenant",
      sort: "name",
      card: "title" as const,
      width: "50%",
      cell: (row: { id: string; name: string }) => (
        <RowLink href="/gallery" mark={<Plot id={row.id} />} below="slug">
          {row.name}
        </RowLink>
      ),
    },
    {
      id: "state",
      header: "State",
      card: "state" as const,
      cell: () => (
        <TwoLines below={<span className="pl-5">Step 8, column missing</span>}>
          <StatusMark tone="failed">Failed</StatusMark>
        </TwoLines>
      ),
    },
    { id: "rows", header: "Rows", numeric: true, card: "detail" as const, cell: () => "4,102,118" },
  ];
  const rows = NAMES.map((name, i) => ({ id: `ten_${i}`, name }));
  const common = { columns, href: () => "/gallery", sorting: { by: "name", dir: "asc" as const } };
  return (
    <>
      <Section title="Table">
        <div className="w-full">
          <DataTable {...common} label="Tenants" rows={rows} onSort={() => undefined} />
          <Pager shown={4} total={214} cursor="x" next="y" onCursor={() => undefined} />
        </div>
      </Section>
      <Section title="Table, other rows on the way">
        <div className="w-full">
          <DataTable {...common} label="Tenants, stale" rows={rows.slice(0, 2)} stale />
        </div>
      </Section>
      <Section title="Table, loading">
        <div className="w-full">
          <DataTable {...common} label="Tenants, loading" rows={null} />
        </div>
      </Section>
      <Section title="Table, nothing matches">
        <div className="w-full">
          <DataTable
            {...common}
            label="Tenants, empty"
            rows={[]}
            empty={
              <FilteredEmpty action={<Button size="s">Clear filters</Button>}>
                No tenant has plan Scale.
              </FilteredEmpty>
            }
          />
        </div>
      </Section>
    </>
  );
}
