"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { TwoLines } from "../patterns/data-table";
import { useTRPC } from "../providers/trpc";
import { TextLink } from "../ui/link";
import { Part, PartRow } from "./part";

const SHOWN = 5;

/** The first few people of the tenant, with what they may do. */
export function TenantPeople({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const people = useQuery(trpc.members.list.queryOptions({ tenantId, limit: 200 }));
  return (
    <Part
      title={t("people")}
      aside={<TextLink href={`/tenants/${tenantId}/people`}>{t("allPeople")}</TextLink>}
      query={people}
      empty={({ items }) => (items.length ? null : t("peopleEmpty"))}
    >
      {({ items }) => (
        <ul>
          {items.slice(0, SHOWN).map((member) => (
            <PartRow key={member.id} end={t(`role.${member.role}`)}>
              <TwoLines below={member.email}>
                <b className="font-medium">{member.name}</b>
              </TwoLines>
            </PartRow>
          ))}
          {items.length > SHOWN ? (
            <li className="border-t border-line px-4 py-2.5 text-12 text-ink-3">
              {t("more", { count: items.length - SHOWN })}
            </li>
          ) : null}
        </ul>
      )}
    </Part>
  );
}
