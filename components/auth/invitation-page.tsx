"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { ErrorState } from "../patterns/error-state";
import { ButtonLink } from "../ui/button";
import { Skeleton } from "../ui/small";
import { Door } from "./door";
import { InvitationJoin } from "./invitation-join";
import { InvitationNew } from "./invitation-new";
import { forgetToken, type Invitation, useInvitation } from "./use-invitation";

function Facts({ invitation }: { invitation: Invitation }) {
  const t = useTranslations("people.invitation");
  const roles = useTranslations("people.roles");
  const format = useFormat();
  const { email, role, expiresAt } = invitation;
  const rows = [
    [t("email"), email],
    [t("role"), roles(`${role}.name`), roles(`${role}.may`)],
    [t("until"), format.day(expiresAt)],
  ];
  return (
    <dl className="mt-5 grid gap-2 border-y border-line py-3 text-13">
      {rows.map(([label, value, remark]) => (
        <div key={label} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-2">
          <dt className="text-ink-3">{label}</dt>
          <dd className="min-w-0 break-words">
            {value}
            {remark ? <span className="block text-12 text-ink-3">{remark}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * The page an invitation's link leads to.
 * @param email of whoever is signed in in this browser, null for nobody
 * @param min the server's rule for the length of a password
 */
export function InvitationPage({ email, min }: { email: string | null; min: number }) {
  const t = useTranslations("people.invitation");
  const common = useTranslations("common");
  const { token, invitation, invalid, error, again } = useInvitation();
  const product = common("product");
  if (invalid)
    return (
      <Door product={product} title={t("invalidTitle")} lead={t("invalidLead")}>
        <ButtonLink href={email ? "/" : "/sign-in"} size="l" className="mt-6 w-full" onClick={forgetToken}>
          {t(email ? "toPortal" : "signIn")}
        </ButtonLink>
      </Door>
    );
  if (!invitation || !token)
    return (
      <Door product={product} title={t("opening")} lead={t("openingLead")} own={error ? null : "opening"}>
        {error ? (
          <ErrorState error={error} onRetry={again} className="mt-6" />
        ) : (
          <div className="mt-6 grid gap-3" aria-busy="true">
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="h-10 w-full" />
          </div>
        )}
      </Door>
    );
  return (
    <Door
      product={product}
      title={t("title", { tenant: invitation.tenantName })}
      lead={t(invitation.hasAccount ? "leadAccount" : "leadNew")}
      own={invitation.look}
    >
      <Facts invitation={invitation} />
      {invitation.hasAccount ? (
        <InvitationJoin token={token} invitation={invitation} signedInAs={email} />
      ) : (
        <InvitationNew token={token} invitation={invitation} signedInAs={email} min={min} />
      )}
    </Door>
  );
}
