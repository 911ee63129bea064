"use client";

import { Ban, Ellipsis, Eye, Send, ShieldOff, Undo2, UserCheck, UserCog, UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMay, useMe } from "../providers/me";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { ViewAsDialog } from "../viewing/view-as-dialog";
import { EditDialog } from "./edit-dialog";
import { LinkOnce } from "./link-once";
import type { Person } from "./person-state";
import { RemoveDialog } from "./remove-dialog";
import { usePersonVerbs } from "./use-person-verbs";

type Verbs = ReturnType<typeof usePersonVerbs>;

/** The menu of one person. The last admin is protected by the server, which says so. */
export function PersonActions({ person, writes }: { person: Person; writes: boolean }) {
  const t = useTranslations("people");
  const verbs = usePersonVerbs(person);
  const { name, email, suspendedAt, userId } = person;
  const views = useMay("members:view-as") && userId !== null && !suspendedAt;
  if (!writes && !views) return null;
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
        {views ? <ViewItem name={name} onClick={() => verbs.ask("view")} /> : null}
        {writes ? <ChangeItems person={person} verbs={verbs} /> : null}
      </Menu>
      {verbs.asking === "view" ? (
        <ViewAsDialog tenantId={person.tenantId} person={person} onClose={() => verbs.ask(null)} />
      ) : null}
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

function ViewItem({ name, onClick }: { name: string; onClick: () => void }) {
  const t = useTranslations("viewing");
  return (
    <MenuItem onClick={onClick}>
      <Eye />
      {t("start", { name })}
    </MenuItem>
  );
}

function ChangeItems({ person, verbs }: { person: Person; verbs: Verbs }) {
  const t = useTranslations("people.menu");
  const everywhere = useMay("members:write");
  const { suspendedAt, userId } = person;
  return (
    <>
      <MenuItem onClick={() => verbs.ask("edit")}>
        <UserCog />
        {t("edit")}
      </MenuItem>
      {userId || suspendedAt ? null : (
        <MenuItem onClick={verbs.resend.run}>
          <Send />
          {t(person.state === "waiting" ? "invite" : "resend")}
        </MenuItem>
      )}
      <MenuSeparator />
      {suspendedAt ? (
        <MenuItem onClick={() => verbs.suspend.run(false)}>
          <UserCheck />
          {t("resume")}
        </MenuItem>
      ) : (
        <MenuItem onClick={() => verbs.ask("suspend")}>
          <Ban />
          {t("suspend")}
        </MenuItem>
      )}
      {userId && everywhere ? (
        <MenuItem onClick={() => verbs.ask("resetFactor")}>
          <ShieldOff />
          {t("resetFactor")}
        </MenuItem>
      ) : null}
      {userId ? (
        <MenuItem onClick={() => verbs.ask("remove")}>
          <UserX />
          {t("remove")}
        </MenuItem>
      ) : (
        <MenuItem onClick={() => verbs.ask("revoke")}>
          <Undo2 />
          {t("revoke")}
        </MenuItem>
      )}
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
  const question = (what: "suspend" | "resetFactor" | "revoke") => ({
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
      <AlertDialog {...question("resetFactor")} onConfirm={verbs.resetFactor.run}>
        {t("resetFactor.text")}
      </AlertDialog>
      <RemoveDialog
        person={person}
        open={verbs.asking === "remove"}
        onOpenChange={(open) => verbs.ask(open ? "remove" : null)}
        busy={verbs.remove.busy}
        onRemove={verbs.remove.run}
      />
      <AlertDialog {...question("revoke")} onConfirm={verbs.revoke.run}>
        {t("revoke.text")}
      </AlertDialog>
    </>
  );
}
