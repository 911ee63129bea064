"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { CopyId } from "../patterns/copy-button";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import type { Tone } from "../ui/status-icon";

type Part = RouterOutputs["apps"]["content"]["parts"][number];

const TONES: Record<Part["state"], Tone> = {
  same: "succeeded",
  differs: "warning",
  missing: "failed",
  extra: "warning",
};

/** The beginning is what people compare; the whole is copied. */
function Checksum({ value }: { value: string }) {
  return <CopyId value={value} className="w-32" />;
}

function Row({ part }: { part: Part }) {
  const t = useTranslations("apps.content");
  const format = useFormat();
  const { kind, name, bytes, sha256, found, state } = part;
  return (
    <tr data-bad={state === "same" ? undefined : true} className="data-bad:bg-failed-soft">
      <th scope="row" className={`${cellClass} text-left font-regular`}>
        <span className="block text-12 text-ink-3">{t(`kind.${kind}`)}</span>
        {name ? <span className="block font-medium break-all">{name}</span> : null}
      </th>
      <td className={`${cellClass} whitespace-nowrap tabular-nums`}>{format.bytes(bytes)}</td>
      <td className={cellClass}>
        {sha256 ? <Checksum value={sha256} /> : null}
        {found && found !== sha256 ? (
          <span className="flex items-center gap-1.5 text-12 text-failed-ink">
            {t("found")} <Checksum value={found} />
          </span>
        ) : null}
      </td>
      <td className={cellClass}>
        <StatusMark tone={TONES[state]}>{t(`states.${state}`)}</StatusMark>
      </td>
    </tr>
  );
}

/** Files, theme, script, sheets and texts, each with its checksum and whether the platform has the same. */
export function ContentTable({ parts }: { parts: Part[] }) {
  const t = useTranslations("apps.content");
  if (parts.length === 0) return null;
  return (
    <div className="mt-4">
      <PlainTable label={t("title")} heads={[t("piece"), t("size"), t("sum"), t("state")]}>
        {parts.map((part) => (
          <Row key={`${part.kind} ${part.name}`} part={part} />
        ))}
      </PlainTable>
    </div>
  );
}
