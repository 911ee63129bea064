"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "../ui/cn";
import { Badge } from "../ui/small";
import type { JsonSchema } from "./model";
import { inner, limitsOf, typeOf } from "./schema-words";

function Property({ name, schema, required }: { name: string; schema: JsonSchema; required: boolean }) {
  const t = useTranslations("developers");
  const [open, setOpen] = useState(false);
  const below = inner(schema);
  const limits = limitsOf(schema);
  return (
    <li className="border-b border-line py-1.5 last:border-b-0">
      <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5">
        {below ? (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="-ml-1 inline-flex min-h-6 items-center gap-1 rounded-1 px-1 font-mono text-12 font-strong hover:bg-press"
          >
            <ChevronRight className={cn("size-3.5 text-ink-3", open && "rotate-90")} aria-hidden="true" />
            {name}
          </button>
        ) : (
          <code className="font-mono text-12 font-strong">{name}</code>
        )}
        {required ? <Badge>{t("required")}</Badge> : null}
        <code className="min-w-0 font-mono text-12 break-words text-ink-2">{typeOf(schema)}</code>
        {limits ? <span className="text-12 text-ink-3">{limits}</span> : null}
      </div>
      {schema.description ? <p className="text-12 text-ink-2">{schema.description}</p> : null}
      {below && open ? (
        <SchemaTree schema={below} className="mt-1 ml-1 border-l border-line-strong pl-3" />
      ) : null}
    </li>
  );
}

/** An object's members; those that hold more open on demand, so that a deep schema costs nothing before. */
export function SchemaTree({ schema, className }: { schema: JsonSchema; className?: string }) {
  const t = useTranslations("developers");
  const object = inner(schema);
  if (!object?.properties)
    return <code className={cn("font-mono text-12 text-ink-2", className)}>{typeOf(schema)}</code>;
  const entries = Object.entries(object.properties);
  if (entries.length === 0) return <p className={cn("text-12 text-ink-3", className)}>{t("anyObject")}</p>;
  return (
    <ul className={className}>
      {entries.map(([name, property]) => (
        <Property
          key={name}
          name={name}
          schema={property}
          required={object.required?.includes(name) ?? false}
        />
      ))}
    </ul>
  );
}
