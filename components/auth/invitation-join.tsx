"use client";

import { useMutation } from "@tanstack/react-query";
import { signOut } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { forgetToken, type Invitation } from "./use-invitation";

const SIGN_IN = "/sign-in?next=/invitation";

/** For an address that has an account: its own person accepts, signed in; the token waits in this tab. */
export function InvitationJoin({
  token,
  invitation,
  signedInAs,
}: {
  token: string;
  invitation: Invitation;
  signedInAs: string | null;
}) {
  const t = useTranslations("people.invitation");
  const trpc = useTRPC();
  const [leaving, setLeaving] = useState(false);
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess({ tenantId }) {
        forgetToken();
        window.location.assign(`/tenants/${tenantId}`);
      },
    }),
  );
  const mine = signedInAs?.toLowerCase() === invitation.email.toLowerCase();
  async function signIn() {
    setLeaving(true);
    if (signedInAs) await signOut({ redirect: false });
    window.location.assign(SIGN_IN);
  }
  return (
    <div className="mt-5 grid gap-3">
      {accept.error ? (
        <Notice tone="failed" live>
          {errorText(accept.error)}
        </Notice>
      ) : null}
      {signedInAs && !mine ? <Notice tone="queued">{t("other", { email: signedInAs })}</Notice> : null}
      {mine ? (
        <Button
          variant="primary"
          size="l"
          busy={accept.isPending || accept.isSuccess}
          onClick={() => accept.mutate({ token })}
        >
          {t("accept")}
        </Button>
      ) : (
        <Button variant="primary" size="l" busy={leaving} onClick={signIn}>
          {t("signInAs", { email: invitation.email })}
        </Button>
      )}
    </div>
  );
}
