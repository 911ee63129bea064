"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { TwoLines } from "../patterns/data-table";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { TextLink } from "../ui/link";
import { Part, PartRow } from "./part";

type Connection = RouterOutputs["connections"]["list"]["items"][number];

function LastTest({ connection }: { connection: Connection }) {
  const t = useTranslations("tenants.page");
  const { testedAt, testResult } = connection;
  if (!testedAt || !testResult) return t("notTested");
  return (
    <StatusMark tone={testResult.ok ? "succeeded" : "failed"} className="text-12">
      <span>
        {t.rich(testResult.ok ? "tested" : "testFailed", { when: () => <RelativeTime at={testedAt} /> })}
      </span>
    </StatusMark>
  );
}

/** Where the tenant's data comes from. Secrets are never shown, only that there is one. */
export function TenantConnections({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants");
  const trpc = useTRPC();
  const list = useQuery(trpc.connections.list.queryOptions({ tenantId, limit: 100 }));
  const kind = (name: string) => {
    const key = `kind.${name}` as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : name;
  };
  return (
    <Part
      title={t("page.connections")}
      aside={<TextLink href={`/connections?tenant=${tenantId}`}>{t("page.allConnections")}</TextLink>}
      query={list}
      empty={({ items }) => (items.length ? null : t("page.connectionsEmpty"))}
    >
      {({ items }) => (
        <ul>
          {items.map((connection) => (
            <PartRow key={connection.id} end={<LastTest connection={connection} />}>
              <Link
                href={`/connections/${connection.id}`}
                className="block min-h-6 hover:underline"
                prefetch={false}
              >
                <TwoLines
                  below={
                    connection.testResult?.ok === false && connection.testResult.message
                      ? connection.testResult.message
                      : [kind(connection.kind), connection.hasSecret ? t("page.secretKept") : null]
                          .filter(Boolean)
                          .join(", ")
                  }
                >
                  <b className="font-medium">{connection.name}</b>
                </TwoLines>
              </Link>
            </PartRow>
          ))}
        </ul>
      )}
    </Part>
  );
}
