"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { TwoLines } from "../patterns/data-table";
import { PersonState } from "../people/person-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TextLink } from "../ui/link";
import { awaitedAdmin, FirstAdmin } from "./first-admin";
import { Part, PartRow } from "./part";

const SHOWN = 5;

/** The first few people of the tenant, what they may do, and whether they have come in. */
export function TenantPeople({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const people = useQuery(trpc.members.people.queryOptions({ tenantId, limit: 200 }));
  const writes = useMay("members:write", tenantId);
  return (
    <Part
      title={t("people")}
      aside={writes ? <TextLink href={`/tenants/${tenantId}/people`}>{t("allPeople")}</TextLink> : undefined}
      query={people}
      empty={({ items }) => (items.length ? null : t("peopleEmpty"))}
    >
      {({ items, next }) => {
        const admin = writes ? awaitedAdmin({ items, next }) : null;
        return (
          <>
            <ul>
              {items.slice(0, SHOWN).map((member) => (
                <PartRow key={member.id} end={t(`role.${member.role}`)}>
                  <TwoLines below={member.email}>
                    <b className="font-medium">{member.name}</b>
                  </TwoLines>
                  {member.state === "active" ? null : (
                    <span className="text-12 text-ink-2">
                      <PersonState person={member} />
                    </span>
                  )}
                </PartRow>
              ))}
              {items.length > SHOWN ? (
                <li className="border-t border-line px-4 py-2.5 text-12 text-ink-3">
                  {t("more", { count: items.length - SHOWN })}
                </li>
              ) : null}
            </ul>
            {admin ? <FirstAdmin key={admin.id} admin={admin} /> : null}
          </>
        );
      }}
    </Part>
  );
}
