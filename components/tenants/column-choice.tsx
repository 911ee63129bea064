"use client";

import { Columns3 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Popover } from "../ui/popover";
import { HIDEABLE, type TenantSearch } from "./search-params";

/** Which columns the list shows; part of its address. */
export function ColumnChoice({
  search,
  onChange,
}: {
  search: TenantSearch;
  onChange: (next: Pick<TenantSearch, "hide">) => void;
}) {
  const t = useTranslations("tenants");
  const hidden = search.hide ?? [];
  return (
    <Popover
      title={t("columns")}
      align="end"
      className="p-2"
      trigger={
        <Button size="s" variant="quiet" className="max-md:hidden">
          <Columns3 />
          {t("columns")}
        </Button>
      }
    >
      {HIDEABLE.map((id) => (
        <label key={id} className="flex min-h-8 items-center gap-2 px-1 text-13">
          <Checkbox
            checked={!hidden.includes(id)}
            onCheckedChange={(on) => {
              const next = HIDEABLE.filter((other) => (other === id ? !on : hidden.includes(other)));
              onChange({ hide: next.length > 0 ? next : null });
            }}
          />
          {t(`column.${id}`)}
        </label>
      ))}
    </Popover>
  );
}
