"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { useTRPC } from "../../providers/trpc";
import { Tiles } from "../tiles";
import { titleIn } from "../title-in";

/** The plans, each with what it allows. */
export function PlanTiles({ value, onChange }: { value: string; onChange: (plan: string) => void }) {
  const t = useTranslations("drafts.details");
  const locale = useLocale();
  const format = useFormat();
  const trpc = useTRPC();
  const { data: plans = [] } = useQuery(trpc.plans.list.queryOptions());
  return (
    <Tiles
      label={t("plan")}
      value={value}
      onValueChange={onChange}
      className="sm:grid-cols-3"
      options={plans.map(({ ref, title, entitlements: e }) => {
        const name = titleIn(title, locale);
        const facts = [
          t("planRows", { rows: format.compact(e.rows) }),
          t("planApps", { count: e.apps }),
          t("planMembers", { count: e.members }),
          t("planReloads", { count: e.reloadsPerDay }),
          t("planStorage", { size: format.bytes(e.storageMb * 1_000_000) }),
        ];
        return {
          value: ref,
          name: `${name}: ${facts.join(", ")}`,
          label: (
            <>
              <span className="block font-strong">{name}</span>
              {facts.map((fact) => (
                <span key={fact} className="block text-12 text-ink-2">
                  {fact}
                </span>
              ))}
            </>
          ),
        };
      })}
    />
  );
}
