"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  checkTable,
  type DeclaredTable,
  type SourceFacts,
  type TableCheck,
} from "@/server/drafts/check-model";
import type { DraftApp } from "@/server/drafts/schemas";
import { useTRPC, useTRPCClient } from "../../providers/trpc";
import type { Offered } from "../types";
import { useWizard } from "../wizard-context";

export interface CheckedTable {
  /** Index of the app in the draft. */
  app: number;
  template: Offered;
  declared: Offered["manifest"]["tables"][number];
  connection: string;
  check: TableCheck;
}

/** Everything the templates need against what the tested sources have; recomputed at once with every mapping. */
export function useSources() {
  const { draft } = useWizard();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { data: offered = [] } = useQuery(trpc.drafts.templates.queryOptions());
  const apps = draft.data.apps ?? [];
  const tested = (draft.saved?.connections ?? []).filter((c) => c.testResult?.ok);
  const slots = apps.map((a) => [a.template, a.connections]);
  const seen = useQuery({
    queryKey: ["drafts.sources", draft.id, tested.map((c) => [c.id, c.testedAt?.getTime()]), slots],
    queryFn: async ({ signal }) => {
      const { id } = await draft.settle();
      return client.drafts.sources.mutate({ id }, { signal });
    },
    enabled: draft.id !== null && tested.length > 0 && apps.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  const wanted = useMemo(() => missingColumns(apps, offered, seen.data), [apps, offered, seen.data]);
  const columns = useQueries({
    queries: wanted.map(({ connection, table }) => ({
      ...trpc.connections.columns.queryOptions({
        id: tested.find((c) => c.name === connection)?.id ?? "",
        table,
      }),
      retry: false,
      staleTime: 60_000,
    })),
    combine: (results) => results.map((r) => r.data),
  });
  const facts = useMemo(() => {
    const all = knownOf(seen.data);
    for (const [i, { connection, table }] of wanted.entries()) {
      const found = columns[i];
      const known = all[connection];
      if (found && known) known.columns[table] = found;
    }
    return all;
  }, [seen.data, wanted, columns]);
  const tables = useMemo(() => checkedTables(apps, offered, facts), [apps, offered, facts]);
  const errors = Object.entries(seen.data ?? {}).flatMap(([name, s]) =>
    s.ok ? [] : [{ name, message: s.message }],
  );
  /** The check as it is once the looking that goes on now has ended. */
  async function settled(): Promise<CheckedTable[]> {
    if (!seen.isFetching) return tables;
    const { data } = await seen.refetch({ cancelRefetch: false });
    return checkedTables(apps, offered, { ...facts, ...knownOf(data) });
  }
  return {
    offered,
    tables,
    facts,
    errors,
    error: seen.error,
    looking: seen.isFetching,
    again: seen.refetch,
    settled,
  };
}

function knownOf(seen: Seen | undefined): Record<string, SourceFacts> {
  const known = Object.entries(seen ?? {}).flatMap(([name, source]) =>
    source.ok ? [[name, { ...source.facts, columns: { ...source.facts.columns } }] as const] : [],
  );
  return Object.fromEntries(known);
}

type Seen = Record<string, { ok: true; facts: SourceFacts } | { ok: false; message: string }>;

function eachTable<T>(
  apps: readonly DraftApp[],
  offered: readonly Offered[],
  visit: (app: DraftApp, index: number, template: Offered, table: CheckedTable["declared"]) => T[],
): T[] {
  return apps.flatMap((app, i) => {
    const template = offered.find((o) => o.ref === app.template);
    return (template?.manifest.tables ?? []).flatMap((table) =>
      template ? visit(app, i, template, table) : [],
    );
  });
}

/** Tables that were chosen by hand: their columns were not looked at with the rest. */
function missingColumns(apps: readonly DraftApp[], offered: readonly Offered[], seen: Seen | undefined) {
  const found = eachTable(apps, offered, (app, _i, _t, declared) => {
    const connection = app.connections[declared.connection] ?? "";
    const source = seen?.[connection];
    if (!source?.ok) return [];
    const { state, source: table } = checkTable(declared, app.tables[declared.name], source.facts);
    return state === "unknown" && table ? [{ connection, table }] : [];
  });
  return found.filter(
    (f, i) => found.findIndex((o) => o.connection === f.connection && o.table === f.table) === i,
  );
}

function checkedTables(
  apps: readonly DraftApp[],
  offered: readonly Offered[],
  facts: Record<string, SourceFacts>,
): CheckedTable[] {
  return eachTable(apps, offered, (app, i, template, declared) => {
    const connection = app.connections[declared.connection] ?? "";
    const known = facts[connection];
    if (!known) return [];
    const check = checkTable(declared satisfies DeclaredTable, app.tables[declared.name], known);
    return [{ app: i, template, declared, connection, check }];
  });
}
