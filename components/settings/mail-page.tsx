"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { MailForm } from "./mail-form";
import { MailRemove } from "./mail-remove";
import { MailTest } from "./mail-test";
import { NoMailServer } from "./no-mail-server";
import { SettingsFrame, SettingsHead } from "./settings-frame";
import { TableSkeleton } from "./table";

/** The server the installation sends mail through. */
export function MailPage() {
  return (
    <SettingsFrame section="mail">
      <Mail />
    </SettingsFrame>
  );
}

function Mail() {
  const t = useTranslations("settings.mail");
  const trpc = useTRPC();
  const mail = useQuery(trpc.settings.mail.queryOptions());
  const writes = useMay("settings:write");
  return (
    <>
      <SettingsHead title={t("title")} action={mail.data && writes ? <MailRemove /> : undefined}>
        {t("lead")}
      </SettingsHead>
      {mail.error ? <ErrorState error={mail.error} onRetry={() => mail.refetch()} /> : null}
      {mail.data === undefined ? (
        mail.error ? null : (
          <TableSkeleton />
        )
      ) : (
        <>
          <NoMailServer link={false} className="mb-4" />
          <p className="mb-4 text-13 empty:hidden">
            {mail.data ? t("set", { host: mail.data.host, from: mail.data.from }) : null}{" "}
            {writes ? null : t("readOnly")}
          </p>
          {writes ? <MailForm key={mail.data ? "set" : "none"} settings={mail.data} /> : null}
          {mail.data && writes ? <MailTest /> : null}
        </>
      )}
    </>
  );
}
