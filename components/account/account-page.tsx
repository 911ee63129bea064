"use client";

import { useTranslations } from "next-intl";
import { DeliveriesCard } from "../deliveries/deliveries-card";
import { PageBar } from "../layout/top-bar";
import { SwitchesCard } from "../notifications/switches-card";
import { useOwnRole, useRoleName } from "../patterns/own-role";
import { PageHeader } from "../patterns/page-header";
import { useMe } from "../providers/me";
import { ButtonLink } from "../ui/button";
import { Card } from "../ui/small";
import { FactorCard } from "./factor-card";
import { SessionsCard } from "./sessions-card";

/** The person's own account: who they are, how they prove it, and where they are signed in. */
export function AccountPage() {
  const t = useTranslations("account");
  const me = useMe();
  return (
    <>
      <PageBar crumbs={[{ label: t("title") }]} />
      <PageHeader title={t("title")} />
      <div className="grid max-w-[46rem] gap-5">
        <PersonCard />
        <Card
          id="account-password"
          title={t("password.title")}
          aside={<ButtonLink href="/change-password">{t("password.change")}</ButtonLink>}
        >
          <p className="px-4 py-3 text-13 text-ink-2">{t("password.lead")}</p>
        </Card>
        <FactorCard />
        <SwitchesCard />
        {me.operatorRole === null ? <DeliveriesCard /> : null}
        <SessionsCard />
      </div>
    </>
  );
}

function PersonCard() {
  const t = useTranslations("account");
  const me = useMe();
  const role = useOwnRole();
  const nameOf = useRoleName();
  const several = me.operatorRole === null && me.memberships.length > 1;
  const facts = [
    [t("name"), me.name],
    [t("email"), me.email],
    ...(several
      ? me.memberships.map((one) => [t("roleIn", { tenant: one.name }), nameOf(one.role)])
      : [[t("role"), role]]),
  ];
  return (
    <Card id="account-person" title={t("person")}>
      <dl className="grid gap-x-4 gap-y-2 px-4 py-3 text-13 sm:grid-cols-[9rem_minmax(0,1fr)]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd className="mb-1 break-words sm:mb-0">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
