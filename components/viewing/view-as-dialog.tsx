"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { VIEW_MINUTES } from "@/server/viewing/schemas";
import { ErrorState, errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { ReasonField, reasonIsEnough } from "./reason-field";

interface Member {
  id: string;
  name: string;
}

/** Somebody of the tenant who can sign in, by address. */
function MemberField({
  tenantId,
  onChoose,
  missing,
}: {
  tenantId: string;
  onChoose: (memberId: string | null) => void;
  missing: boolean;
}) {
  const t = useTranslations("viewing");
  const trpc = useTRPC();
  const [email, setEmail] = useState<string | null>(null);
  const { data, error } = useQuery(trpc.members.people.queryOptions({ tenantId, limit: 200 }));
  if (error) return <ErrorState error={error} />;
  const people = (data?.items ?? []).filter((person) => person.state === "active");
  return (
    <Field label={t("who")} hint={t("whoHint")} error={missing ? t("whoMissing") : undefined}>
      <Combobox
        value={email}
        onValueChange={(next) => {
          setEmail(next);
          onChoose(people.find((person) => person.email === next)?.id ?? null);
        }}
        options={people.map(({ email: value, name }) => ({ value, remark: name }))}
        empty={t("nobody")}
        open={t("whoOpen")}
      />
    </Field>
  );
}

/** Asks for the reason, and for the member where none is given. Mounted anew for each opening. */
export function ViewAsDialog({
  tenantId,
  person,
  onClose,
}: {
  tenantId: string;
  person?: Member;
  onClose: () => void;
}) {
  const t = useTranslations("viewing");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const [memberId, setMemberId] = useState<string | null>(person?.id ?? null);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const start = useMutation(
    // The whole document anew: nothing the operator has loaded stays in the page.
    trpc.viewing.start.mutationOptions({ onSuccess: () => window.location.assign(`/tenants/${tenantId}`) }),
  );
  function send(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (memberId && reasonIsEnough(reason)) start.mutate({ memberId, reason });
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={person ? t("title", { name: person.name }) : t("titleAny")}
      closeLabel={common("close")}
    >
      <form noValidate className="grid gap-4 pt-1" onSubmit={send}>
        <p>{t("what", { minutes: VIEW_MINUTES })}</p>
        {start.error ? (
          <Notice tone="failed" live>
            {errorText(start.error)}
          </Notice>
        ) : null}
        {person ? null : (
          <MemberField tenantId={tenantId} onChoose={setMemberId} missing={tried && !memberId} />
        )}
        <ReasonField value={reason} onChange={setReason} tried={tried} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" busy={start.isPending || start.isSuccess}>
            {t("now")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
