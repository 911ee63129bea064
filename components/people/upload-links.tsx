"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../patterns/copy-button";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";

type Links = RouterOutputs["members"]["import"]["links"];

/** Links of invitations where no mail server is set: shown once, to be handed over. */
export function UploadLinks({ links }: { links: Links }) {
  const t = useTranslations("people.upload");
  const people = useTranslations("people");
  const common = useTranslations("common");
  const all = () => links.map(({ email, link }) => `${email}\t${link}`).join("\n");
  return (
    <section className="mt-6">
      <div className="mb-2 flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="text-16 font-strong tracking-tight">{t("linksTitle")}</h2>
          <p className="text-13 text-ink-2">{t("linksText")}</p>
        </div>
        <CopyButton text={all} label={t("copyAll")}>
          {t("copyAll")}
        </CopyButton>
      </div>
      <PlainTable label={t("linksTitle")} heads={[people("person"), t("link"), common("copy")]}>
        {links.map(({ email, link }) => (
          <tr key={email}>
            <td className={cellClass}>{email}</td>
            <td className={`${cellClass} font-mono text-12 break-all`}>{link}</td>
            <td className={cellClass}>
              <CopyButton text={link} label={t("copyOf", { email })} />
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
