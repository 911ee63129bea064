"use client";

import { useTranslations } from "next-intl";

/** A property's value as text; nested ones as their JSON. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string")
    return String(value);
  return JSON.stringify(value);
}

/** What a connection is made of, the secret apart: that is never shown. */
export function Properties({
  properties,
  hasSecret,
}: {
  properties: Record<string, unknown>;
  hasSecret: boolean;
}) {
  const t = useTranslations("connections");
  const rows = Object.entries(properties);
  const label = (key: string) => {
    const known = `property.${key}` as "property.host";
    return t.has(known) ? t(known) : key;
  };
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] text-13">
      {rows.map(([key, value]) => (
        <div key={key} className="col-span-2 grid grid-cols-subgrid border-line px-4 py-2 not-first:border-t">
          <dt className="pr-4 text-ink-3">{label(key)}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <code>{shown(value)}</code>
          </dd>
        </div>
      ))}
      <div className="col-span-2 grid grid-cols-subgrid border-line px-4 py-2 not-first:border-t">
        <dt className="pr-4 text-ink-3">{t("secret.label")}</dt>
        <dd>{hasSecret ? <span>{t("secret.kept")}</span> : t("secret.none")}</dd>
      </div>
    </dl>
  );
}
