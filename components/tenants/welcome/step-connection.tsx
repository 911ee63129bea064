"use client";

import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { TestAnswer } from "../../connections/test-answer";
import { TestMark } from "../../connections/test-mark";
import { useKind } from "../../connections/use-kind";
import { useTest } from "../../connections/use-test";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { Part } from "../part";
import type { StepProps } from "./welcome-page";

type Connection = RouterOutputs["connections"]["list"]["items"][number];

function Row({ connection, onTested }: { connection: Connection; onTested: () => void }) {
  const t = useTranslations("connections.page");
  const kind = useKind();
  const name = useId();
  const test = useTest(connection.id);
  const answer = test.data ?? null;
  return (
    <li className="grid gap-2 border-line px-4 py-3 text-13 not-first:border-t">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <p id={name} className="truncate font-medium">
            <TextLink href={`/connections/${connection.id}`}>{connection.name}</TextLink>
          </p>
          <p className="text-12 text-ink-3">{kind(connection.kind)}</p>
        </div>
        <TestMark connection={connection} className="text-12 text-ink-2" />
        <Button
          aria-describedby={name}
          busy={test.isPending}
          onClick={() => test.mutate({ id: connection.id }, { onSuccess: onTested })}
        >
          <Unplug />
          {test.isPending ? t("testing") : t("test")}
        </Button>
      </div>
      {answer ? <TestAnswer result={answer} /> : null}
    </li>
  );
}

/** Whether the tenant's data answers, asked here and now. */
export function StepConnection({ tenantId, onChanged }: StepProps) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const list = useQuery(trpc.connections.list.queryOptions({ tenantId, limit: 100 }));
  const tested = () => {
    onChanged();
    void list.refetch();
  };
  return (
    <Part
      title={t("connections")}
      query={list}
      empty={({ items }) => (items.length ? null : t("connectionsEmpty"))}
    >
      {({ items }) => (
        <ul>
          {items.map((connection) => (
            <Row key={connection.id} connection={connection} onTested={tested} />
          ))}
        </ul>
      )}
    </Part>
  );
}
