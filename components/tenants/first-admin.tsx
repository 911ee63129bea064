"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Notice } from "../patterns/notice";
import { LinkOnce } from "../people/link-once";
import type { Person } from "../people/person-state";
import { usePersonVerbs } from "../people/use-person-verbs";
import { Button } from "../ui/button";

/** How the first admin of a tenant comes in, as long as none has: onboarding adds people, it invites nobody. */
export function FirstAdmin({ admin }: { admin: Person }) {
  const t = useTranslations("tenants.page.firstAdmin");
  const people = useTranslations("people.menu");
  const format = useFormat();
  const { resend, link, forgetLink } = usePersonVerbs(admin);
  const { name, email, state, invitedUntil } = admin;
  const invited = state === "invited" && invitedUntil;
  return (
    <div className="border-t border-line p-3">
      <Notice
        tone={invited ? "queued" : "warning"}
        action={
          <Button size="s" onClick={resend.run} disabled={resend.busy}>
            {people(state === "waiting" ? "invite" : "resend")}
          </Button>
        }
      >
        {invited
          ? t("invited", { name, email, day: format.day(invitedUntil) })
          : t(state === "expired" ? "expired" : "waiting", { name, email })}
      </Notice>
      <LinkOnce made={link ? { email, link } : null} onDone={forgetLink} />
    </div>
  );
}

/** The admin to wait for: none where one is in already, or where not all people are known. */
export function awaitedAdmin({ items, next }: { items: Person[]; next: string | null }): Person | null {
  const admins = items.filter(({ role }) => role === "admin");
  if (next !== null || admins.some(({ state }) => state === "active")) return null;
  // People come newest first; the first admin was there first.
  return admins.findLast(({ state }) => state !== "suspended") ?? null;
}
