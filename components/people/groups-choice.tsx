"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "../providers/trpc";
import { Checkbox } from "../ui/checkbox";
import { Skeleton } from "../ui/small";

/** Any of the tenant's groups, by name. */
export function GroupsChoice({
  tenantId,
  value,
  onChange,
}: {
  tenantId: string;
  value: readonly string[];
  onChange: (groups: string[]) => void;
}) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.groups.queryOptions({ tenantId }));
  const toggle = (name: string, chosen: boolean) =>
    onChange(chosen ? [...value, name] : value.filter((other) => other !== name));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-[5px] text-13 font-medium">{t("groups")}</legend>
      {data === undefined ? <Skeleton className="h-8 w-40" /> : null}
      {data?.length === 0 ? <p className="text-12 text-ink-3">{t("noGroups")}</p> : null}
      {data?.length ? (
        <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-0.5 overflow-y-auto py-0.5 pl-0.5">
          {data.map((name) => (
            <label
              key={name}
              className="flex min-h-7 min-w-0 items-center gap-2 text-13 text-ink max-md:min-h-10"
            >
              <Checkbox checked={value.includes(name)} onCheckedChange={(chosen) => toggle(name, chosen)} />
              <span className="min-w-0 break-words">{name}</span>
            </label>
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}
