"use client";

import { Check, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { useFormat } from "../format/use-format";
import { Menu, MenuRadioGroup, MenuRadioItem, MenuRadioItemIndicator } from "../ui/menu";

export interface Facet {
  value: string;
  label: string;
  count?: number;
}

const chip =
  "inline-flex h-[26px] items-center gap-1.5 rounded-2 border bg-surface px-2 text-12 text-ink-2 max-md:h-8";

/** One filter: a dashed chip to choose a value, a solid one with the value and a cross once chosen. */
export function FilterChip({
  name,
  value,
  facets,
  onChange,
}: {
  name: string;
  value: string | null;
  facets: Facet[];
  onChange: (value: string | null) => void;
}) {
  const t = useTranslations("common.filter");
  const format = useFormat();
  const chosen = facets.find((facet) => facet.value === value);
  return (
    <span className="inline-flex">
      <Menu
        trigger={
          <button
            type="button"
            aria-label={value ? undefined : t("add", { name })}
            className={`${chip} ${value ? "rounded-r-none border-line-strong pr-1.5" : "border-dashed border-line-strong hover:bg-hover"}`}
          >
            {value ? null : <Plus className="size-3.5 text-ink-3" aria-hidden="true" />}
            {name}
            {value ? <b className="font-medium text-ink">{chosen?.label ?? value}</b> : null}
          </button>
        }
      >
        <MenuRadioGroup
          value={value ?? ""}
          onValueChange={(next) => startTransition(() => onChange(next || null))}
        >
          {facets.map((facet) => (
            <MenuRadioItem key={facet.value} value={facet.value} closeOnClick>
              <span className="grid w-4 place-items-center">
                <MenuRadioItemIndicator>
                  <Check className="text-accent-ink!" />
                </MenuRadioItemIndicator>
              </span>
              <span className="flex-1">{facet.label}</span>
              {facet.count === undefined ? null : (
                <span className="text-12 text-ink-3">{format.count(facet.count)}</span>
              )}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </Menu>
      {value ? (
        <button
          type="button"
          aria-label={t("remove", { name })}
          className={`${chip} rounded-l-none border-l-0 border-line-strong px-1 hover:bg-hover`}
          onClick={() => onChange(null)}
        >
          <X className="size-4" />
        </button>
      ) : null}
    </span>
  );
}
