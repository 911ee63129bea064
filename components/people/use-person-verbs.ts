"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { notify } from "../ui/toast";
import type { Person } from "./person-state";

export type Asking = "edit" | "view" | "suspend" | "resetFactor" | "remove" | "revoke" | null;

/** What can be done with one person, what is being asked about, and the link a new invitation gave. */
export function usePersonVerbs(person: Person) {
  const t = useTranslations("people");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Asking>(null);
  const [link, setLink] = useState<string | null>(null);
  const { id, name, email } = person;
  const onError = (error: unknown) => {
    setAsking(null);
    notify({ title: t("failed", { name }), description: errorText(error), kind: "error" });
  };
  const done = async (title: string | null) => {
    setAsking(null);
    if (title) notify({ title });
    await queries.invalidateQueries(trpc.members.pathFilter());
  };
  const update = useMutation(
    trpc.members.update.mutationOptions({ onSuccess: () => done(t("done.changed", { name })) }),
  );
  const suspend = useMutation(
    trpc.members.suspend.mutationOptions({
      onError,
      onSuccess: (_, { suspended }) => done(t(suspended ? "done.suspended" : "done.resumed", { name })),
    }),
  );
  const resetFactor = useMutation(
    trpc.members.resetFactor.mutationOptions({
      onError,
      onSuccess: () => done(t("done.resetFactor", { name })),
    }),
  );
  const remove = useMutation(
    trpc.members.remove.mutationOptions({ onError, onSuccess: () => done(t("done.removed", { name })) }),
  );
  const revoke = useMutation(
    trpc.members.revoke.mutationOptions({ onError, onSuccess: () => done(t("done.revoked", { email })) }),
  );
  const resend = useMutation(
    trpc.members.resend.mutationOptions({
      onError,
      async onSuccess(invitation) {
        setLink(invitation.link);
        await done(invitation.link ? null : t("invite.mailed", { email }));
      },
    }),
  );
  const ask = (next: Asking) => {
    update.reset();
    setAsking(next);
  };
  return {
    asking,
    ask,
    failed: onError,
    link,
    forgetLink: () => setLink(null),
    update: {
      run: (changes: Pick<Person, "role" | "groups" | "externalId">) => update.mutate({ id, ...changes }),
      busy: update.isPending,
      error: update.error,
    },
    suspend: { run: (suspended: boolean) => suspend.mutate({ id, suspended }), busy: suspend.isPending },
    resetFactor: { run: () => resetFactor.mutate({ id }), busy: resetFactor.isPending },
    remove: { run: (to?: string) => remove.mutate({ id, to }), busy: remove.isPending },
    revoke: { run: () => revoke.mutate({ id }), busy: revoke.isPending },
    resend: { run: () => resend.mutate({ id }), busy: resend.isPending },
  };
}
