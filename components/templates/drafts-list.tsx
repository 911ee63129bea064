"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { RelativeTime } from "../patterns/relative-time";
import { useTRPC } from "../providers/trpc";
import { Badge } from "../ui/small";
import { textIn } from "./text-in";

/** What is being worked on, above the catalogue; nothing where nobody works on anything. */
export function DraftsList() {
  const t = useTranslations("authoring");
  const locale = useLocale();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.templates.drafts.list.queryOptions());
  if (!data || data.length === 0) return null;
  return (
    <section aria-labelledby="drafts" className="mb-6">
      <h2 id="drafts" className="mb-2 text-16 font-strong tracking-tight">
        {t("list.title")}
      </h2>
      <ul className="rounded-3 border border-line-strong">
        {data.map((draft) => (
          <li key={draft.id} className="border-line not-first:border-t">
            <Link
              href={`/templates/${draft.id}/draft`}
              prefetch={false}
              className="flex min-h-11 flex-wrap items-center gap-x-3 px-4 py-2 text-13 -outline-offset-2! hover:bg-hover"
            >
              <b className="font-strong">{textIn(draft.title, locale)}</b>
              <Badge>{draft.baseVersion ? t("of", { version: draft.baseVersion }) : t("newDraft")}</Badge>
              <span className="ml-auto text-ink-3">
                <RelativeTime at={draft.updatedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
