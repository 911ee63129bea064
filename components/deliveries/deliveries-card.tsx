"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { Card, Skeleton } from "../ui/small";
import { DeliveryRow } from "./delivery-row";

/** Sheets that the person is sent. */
export function DeliveriesCard() {
  const t = useTranslations("deliveries");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.deliveries.list.queryOptions());
  return (
    <Card id="account-deliveries" title={t("mine")}>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="m-4" /> : null}
      {data || error ? null : <Skeleton className="m-4 h-10" />}
      {data?.items.length === 0 ? <p className="px-4 py-3 text-13 text-ink-2">{t("none")}</p> : null}
      <ul>
        {data?.items.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
    </Card>
  );
}

/** Sheets that the people of a tenant are sent, for its admins. */
export function TenantDeliveries({ tenantId }: { tenantId: string }) {
  const t = useTranslations("deliveries");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.deliveries.ofTenant.queryOptions({ tenantId }));
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton className="h-24 rounded-3" />;
  if (data.items.length === 0) return <p className="px-2.5 py-6 text-13 text-ink-2">{t("noneOfTenant")}</p>;
  return (
    <ul aria-label={t("ofTenant")} className="rounded-3 border border-line-strong">
      {data.items.map((delivery) => (
        <DeliveryRow
          key={delivery.id}
          delivery={delivery}
          person={t("to", { name: delivery.person.name, email: delivery.person.email })}
        />
      ))}
    </ul>
  );
}
