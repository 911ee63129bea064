"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Condition, TableMapping } from "@/db/schema";
import type { BrowsedColumn } from "@/server/connections/port";
import { isBlocking, type TableCheck } from "@/server/drafts/check-model";
import { operatorsFor, valueKind } from "@/server/drafts/conditions-model";
import { Button } from "../../ui/button";
import { ConditionRow } from "./condition-row";
import { RowCount } from "./row-count";
import type { CheckedTable } from "./use-sources";

/** Only a part of the rows: conditions joined by "and", counted by the source while they are typed. */
export function WhereBuilder({
  connectionId,
  declared,
  check,
  known,
  mapping,
  onChange,
}: {
  connectionId: string;
  declared: CheckedTable["declared"];
  check: TableCheck;
  known: readonly BrowsedColumn[];
  mapping: TableMapping;
  onChange: (mapping: TableMapping) => void;
}) {
  const t = useTranslations("drafts.where");
  const where = mapping.where ?? [];
  const used = new Set(check.columns.map((c) => c.source?.toLowerCase()));
  const columns = [
    ...check.columns
      .filter((c) => c.source !== null)
      .map((c) => ({
        value: c.name,
        remark: c.type ?? c.sourceType ?? undefined,
        kind: valueKind(c.type, known.find((k) => k.name === c.source)?.type),
      })),
    ...known
      .filter((c) => !used.has(c.name.toLowerCase()))
      .map((c) => ({ value: c.name, remark: c.sourceType || c.type, kind: valueKind(null, c.type) })),
  ];
  function put(next: Condition[]) {
    const { where: _before, ...rest } = mapping;
    onChange(next.length > 0 ? { ...rest, where: next } : rest);
  }
  return (
    <div>
      <h3 className="text-14 font-strong">{t("title")}</h3>
      <p className="mb-2 text-13 text-ink-2">{t("lead")}</p>
      <div className="grid gap-2 rounded-3 bg-sunken p-3">
        {where.map((condition, i) => (
          <ConditionRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition has no identity but its place
            key={i}
            index={i}
            condition={condition}
            columns={columns}
            onChange={(next) => put(where.map((c, n) => (n === i ? next : c)))}
            onRemove={() => put(where.filter((_, n) => n !== i))}
          />
        ))}
        <div>
          <Button
            size="s"
            onClick={() => {
              const first = columns[0];
              put([...where, { column: "", op: operatorsFor(first?.kind ?? "text")[0] ?? "=", value: "" }]);
            }}
          >
            <Plus />
            {t("add")}
          </Button>
        </div>
      </div>
      {isBlocking(check) ? (
        <p className="mt-3 text-13 text-ink-3">{t("afterMapping")}</p>
      ) : (
        <RowCount connectionId={connectionId} declared={declared} mapping={mapping} />
      )}
    </div>
  );
}
