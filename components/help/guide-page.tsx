"use client";

import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import type { Guide } from "./contents";

/** Headings, lists, tables and code of a guide. */
const prose =
  "max-w-[46rem] text-14 leading-6 break-words [&_a]:font-medium [&_a]:underline [&_code]:rounded-1 [&_code]:bg-sunken [&_code]:px-1 [&_code]:font-mono [&_code]:text-12 " +
  "[&_h1]:mb-3 [&_h1]:text-26 [&_h1]:font-strong [&_h1]:tracking-tight [&_h2]:mt-8 [&_h2]:mb-2 [&_h2]:text-16 [&_h2]:font-strong [&_h3]:mt-5 [&_h3]:mb-1 [&_h3]:font-strong " +
  "[&_ol]:my-2 [&_ol]:list-decimal [&_ol]:pl-5 [&_p]:my-2 [&_ul]:my-2 [&_ul]:list-disc [&_ul]:pl-5 [&_pre]:my-3 [&_pre]:overflow-x-auto [&_pre]:rounded-2 [&_pre]:bg-sunken [&_pre]:p-3 [&_pre_code]:p-0 " +
  "[&_table]:my-3 [&_table]:block [&_table]:overflow-x-auto [&_table]:text-13 [&_td]:border-t [&_td]:border-line [&_td]:px-2 [&_td]:py-1.5 [&_td]:align-top [&_th]:px-2 [&_th]:py-1.5 [&_th]:text-left [&_th]:font-medium";

/** @param html of a guide of this product: see `guideHtml` */
export function GuidePage({ guide, html }: { guide: Guide["key"]; html: string }) {
  const t = useTranslations("help");
  const shell = useTranslations("shell");
  return (
    <>
      <PageBar crumbs={[{ label: shell("help"), href: "/help" }, { label: t(`guide.${guide}.title`) }]} />
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a text that came with the installation */}
      <article lang="en" className={prose} dangerouslySetInnerHTML={{ __html: html }} />
    </>
  );
}
