"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useSaid } from "../errors/error-words";
import { TwoLines } from "../patterns/data-table";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { RUN_TONES } from "../patterns/tones";
import type { RouterOutputs } from "../providers/types";
import { Message } from "../runs/failure";
import { Elapsed } from "../runs/run-facts";
import { PartRow } from "../tenants/part";
import { TextLink } from "../ui/link";
import { Card } from "../ui/small";

type Run = NonNullable<RouterOutputs["home"]["get"]["runs"]>[number];

export function RecentRuns({ runs }: { runs: Run[] }) {
  const t = useTranslations("home.runs");
  const words = useTranslations("runs.state");
  const said = useSaid();
  const id = useId();
  return (
    <Card id={id} title={t("title")} aside={<TextLink href="/runs">{t("all")}</TextLink>}>
      {runs.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p> : null}
      <ul>
        {runs.map((run) => (
          <PartRow
            key={run.id}
            end={
              <>
                <RelativeTime at={run.startedAt ?? run.createdAt} />
                <br />
                <Elapsed run={run} />
              </>
            }
          >
            <Link href={`/runs/${run.id}`} className="block min-h-6 hover:underline" prefetch={false}>
              <TwoLines
                below={
                  <span className="pl-5">
                    {run.error ? <Message text={said(run.error).message} /> : words(run.state)}
                  </span>
                }
              >
                <StatusMark tone={RUN_TONES[run.state]} className="max-w-full">
                  <span className="truncate text-ink">{run.title}</span>
                </StatusMark>
              </TwoLines>
            </Link>
          </PartRow>
        ))}
      </ul>
    </Card>
  );
}
