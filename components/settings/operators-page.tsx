"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { Badge } from "../ui/small";
import { type Operator, OperatorActions } from "./operator-actions";
import { OperatorCreate } from "./operator-create";
import { RequireFactor } from "./require-factor";
import { SettingsFrame, SettingsHead } from "./settings-frame";
import { cellClass, PlainTable, TableSkeleton } from "./table";

function OperatorState({ operator }: { operator: Operator }) {
  const t = useTranslations("settings.operators");
  if (operator.disabledAt) return <StatusMark tone="suspended">{t("state.disabled")}</StatusMark>;
  if (operator.invited) return <StatusMark tone="queued">{t("state.invited")}</StatusMark>;
  return <StatusMark tone="succeeded">{t("state.active")}</StatusMark>;
}

function OperatorRow({ operator, writes }: { operator: Operator; writes: boolean }) {
  const t = useTranslations("settings.operators");
  const me = useMe();
  return (
    <tr>
      <td className={cellClass}>
        <span className="block font-medium">
          {operator.name} {operator.id === me.id ? <Badge>{t("you")}</Badge> : null}
        </span>
        <span className="block text-12 text-ink-3">{operator.email}</span>
      </td>
      <td className={cellClass}>{t(`roles.${operator.role}.name`)}</td>
      <td className={cellClass}>
        <OperatorState operator={operator} />
      </td>
      <td className={cellClass}>{t(operator.hasFactor ? "factorOn" : "factorOff")}</td>
      <td className={`${cellClass} whitespace-nowrap text-ink-2`}>
        {operator.lastSignInAt ? <RelativeTime at={operator.lastSignInAt} /> : t("never")}
      </td>
      <td className={`${cellClass} text-right`}>
        {writes ? <OperatorActions operator={operator} self={operator.id === me.id} /> : null}
      </td>
    </tr>
  );
}

function Operators() {
  const t = useTranslations("settings.operators");
  const trpc = useTRPC();
  const list = useQuery(trpc.users.list.queryOptions());
  const writes = useMay("users:write");
  return (
    <>
      <SettingsHead title={t("title")} action={writes ? <OperatorCreate /> : undefined}>
        {t(writes ? "lead" : "leadReader")}
      </SettingsHead>
      {list.error ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data ? (
        <PlainTable
          label={t("title")}
          heads={[
            t("person"),
            t("role"),
            t("stateHead"),
            t("factor"),
            t("lastSignIn"),
            <span key="a" className="sr-only">
              {t("actionsHead")}
            </span>,
          ]}
        >
          {list.data.map((operator) => (
            <OperatorRow key={operator.id} operator={operator} writes={writes} />
          ))}
        </PlainTable>
      ) : list.error ? null : (
        <TableSkeleton />
      )}
      <RequireFactor />
    </>
  );
}

/** Who of the vendor may do what. */
export function OperatorsPage() {
  return (
    <SettingsFrame section="operators">
      <Operators />
    </SettingsFrame>
  );
}
