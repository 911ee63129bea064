"use client";

import { Ban, Ellipsis, Send, Undo2, UserCheck, UserCog, UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMe } from "../providers/me";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { EditDialog } from "./edit-dialog";
import { LinkOnce } from "./link-once";
import type { Person } from "./person-state";
import { RemoveDialog } from "./remove-dialog";
import { usePersonVerbs } from "./use-person-verbs";

type Verbs = ReturnType<typeof usePersonVerbs>;

/** The menu of one person. The last admin is protected by the server, which says so. */
export function PersonActions({ person }: { person: Person }) {
  const t = useTranslations("people");
  const verbs = usePersonVerbs(person);
  const { name, email, suspendedAt, userId } = person;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="s" square aria-label={t("actions", { name })}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onClick={() => verbs.ask("edit")}>
          <UserCog />
          {t("menu.edit")}
        </MenuItem>
        {userId || suspendedAt ? null : (
          <MenuItem onClick={verbs.resend.run}>
            <Send />
            {t(person.state === "waiting" ? "menu.invite" : "menu.resend")}
          </MenuItem>
        )}
        <MenuSeparator />
        {suspendedAt ? (
          <MenuItem onClick={() => verbs.suspend.run(false)}>
            <UserCheck />
            {t("menu.resume")}
          </MenuItem>
        ) : (
          <MenuItem onClick={() => verbs.ask("suspend")}>
            <Ban />
            {t("menu.suspend")}
          </MenuItem>
        )}
        {userId ? (
          <MenuItem onClick={() => verbs.ask("remove")}>
            <UserX />
            {t("menu.remove")}
          </MenuItem>
        ) : (
          <MenuItem onClick={() => verbs.ask("revoke")}>
            <Undo2 />
            {t("menu.revoke")}
          </MenuItem>
        )}
      </Menu>
      {verbs.asking === "edit" ? (
        <EditDialog
          person={person}
          busy={verbs.update.busy}
          error={verbs.update.error}
          onSave={verbs.update.run}
          onClose={() => verbs.ask(null)}
        />
      ) : null}
      <Questions person={person} verbs={verbs} />
      <LinkOnce made={verbs.link ? { email, link: verbs.link } : null} onDone={verbs.forgetLink} />
    </>
  );
}

/** What is asked before somebody loses something. */
function Questions({ person, verbs }: { person: Person; verbs: Verbs }) {
  const t = useTranslations("people.ask");
  const common = useTranslations("common");
  const me = useMe();
  const { name, email, userId } = person;
  const self = userId === me.id;
  const question = (what: "suspend" | "revoke") => ({
    open: verbs.asking === what,
    onOpenChange: (open: boolean) => verbs.ask(open ? what : null),
    title: t(`${what}.title`, { name, email }),
    confirm: t(`${what}.now`),
    cancel: common("cancel"),
    danger: true,
    busy: verbs[what].busy,
  });
  return (
    <>
      <AlertDialog {...question("suspend")} onConfirm={() => verbs.suspend.run(true)}>
        {t(self ? "suspend.self" : "suspend.text")}
      </AlertDialog>
      <RemoveDialog
        person={person}
        open={verbs.asking === "remove"}
        onOpenChange={(open) => verbs.ask(open ? "remove" : null)}
        busy={verbs.remove.busy}
        onRemove={verbs.remove.run}
        onError={verbs.failed}
      />
      <AlertDialog {...question("revoke")} onConfirm={verbs.revoke.run}>
        {t("revoke.text")}
      </AlertDialog>
    </>
  );
}
