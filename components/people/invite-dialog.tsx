"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { TENANT_ROLES } from "@/db/schema/states";
import { errorText, publicError } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";
import { GroupsChoice } from "./groups-choice";
import { LinkOnce } from "./link-once";
import { TenantRoleChoice } from "./tenant-role-choice";

const form = z.object({
  email: z.email("wrongEmail").max(254, "wrongEmail"),
  name: z.string().trim().max(120, "longName"),
  role: z.enum(TENANT_ROLES),
  groups: z.array(z.string()),
});
type Form = z.infer<typeof form>;

const EMPTY: Form = { email: "", name: "", role: "viewer", groups: [] };

/** Invites one person; what was typed stays where the server refuses. */
export function InviteDialog({ tenantId, onInvited }: { tenantId: string; onInvited?: () => void }) {
  const t = useTranslations("people.invite");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ email: string; link: string } | null>(null);
  const { register, handleSubmit, reset, setError, setValue, watch, formState } = useForm({
    resolver: zodResolver(form),
    defaultValues: EMPTY,
  });
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      async onSuccess({ member, invitation }) {
        setOpen(false);
        reset(EMPTY);
        if (invitation?.link) setMade({ email: member.email, link: invitation.link });
        else notify({ title: t(invitation ? "mailed" : "in", { email: member.email }) });
        onInvited?.();
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
      onError(error) {
        if (publicError(error).code === "members.taken") setError("email", { message: "taken" });
      },
    }),
  );
  const { errors } = formState;
  const refused = invite.error && publicError(invite.error).code !== "members.taken" ? invite.error : null;
  const [role, groups] = [watch("role"), watch("groups")];
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button variant="primary">
            <UserPlus />
            {t("open")}
          </Button>
        }
        title={t("title")}
        closeLabel={common("close")}
      >
        <form
          noValidate
          className="grid gap-4 pt-2"
          onSubmit={handleSubmit(({ name, ...input }) =>
            invite.mutate({ tenantId, ...input, ...(name ? { name } : {}) }),
          )}
        >
          {refused ? (
            <Notice tone="failed" live>
              {errorText(refused)}
            </Notice>
          ) : null}
          <Field
            label={t("email")}
            error={errors.email ? t(errors.email.message === "taken" ? "taken" : "wrongEmail") : undefined}
          >
            <Input type="email" autoComplete="off" {...register("email")} />
          </Field>
          <Field label={t("name")} hint={t("nameHint")} error={errors.name ? t("longName") : undefined}>
            <Input autoComplete="off" {...register("name")} />
          </Field>
          <TenantRoleChoice value={role} onChange={(next) => setValue("role", next)} />
          <GroupsChoice tenantId={tenantId} value={groups} onChange={(next) => setValue("groups", next)} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button type="submit" variant="primary" busy={invite.isPending}>
              {t("submit")}
            </Button>
          </div>
        </form>
      </Dialog>
      <LinkOnce made={made} onDone={() => setMade(null)} />
    </>
  );
}
