"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Eye, Paperclip, RotateCw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CopyButton } from "../patterns/copy-button";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Menu, MenuItem } from "../ui/menu";
import { notify } from "../ui/toast";

export type Mail = RouterOutputs["mails"]["list"]["items"][number];

type ReadMail = RouterOutputs["mails"]["read"];
/** Mails whose link is a way in, to be handed over where no mail leaves. */
const LETS_IN: ReadonlySet<string> = new Set(["invitation", "added", "password-reset"]);
const LINK = /https?:\/\/\S+/;

/** The text of a mail, with its link apart to be copied. */
function Reading({ mail, content, onClose }: { mail: Mail; content: ReadMail; onClose: () => void }) {
  const t = useTranslations("settings.outbox");
  const common = useTranslations("common");
  const { text, page, files } = content;
  const link = LETS_IN.has(mail.kind) ? LINK.exec(text)?.[0] : undefined;
  return (
    <Dialog open onOpenChange={onClose} title={mail.subject} closeLabel={common("close")}>
      <p>{t("to", { recipient: mail.recipient })}</p>
      {files.map(({ name, bytes }) => (
        <p key={name} className="mt-1 flex items-center gap-1.5 break-all">
          <Paperclip className="size-3.5 shrink-0" aria-hidden="true" />
          {t("file", { name, kilobytes: Math.max(1, Math.round(bytes / 1000)) })}
        </p>
      ))}
      {page ? (
        // Without any right: no script, no form, no address of its own.
        <iframe
          title={t("pageOf", { subject: mail.subject })}
          sandbox=""
          srcDoc={page}
          className="mt-3 h-80 w-full rounded-2 border border-line-strong bg-white"
        />
      ) : null}
      <pre className="mt-3 max-h-72 overflow-y-auto rounded-2 bg-sunken px-3 py-2 font-sans text-13 break-words whitespace-pre-wrap text-ink">
        {text}
      </pre>
      {link ? (
        <p className="mt-3 flex items-center gap-2">
          <CopyButton text={link} label={t("copyLink")}>
            {t("copyLink")}
          </CopyButton>
          <span className="text-12 text-ink-3">{t("linkRemark")}</span>
        </p>
      ) : null}
    </Dialog>
  );
}

/** What an owner can do with a mail that is not sent. */
export function OutboxMailActions({ mail }: { mail: Mail }) {
  const t = useTranslations("settings.outbox");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [content, setContent] = useState<ReadMail | null>(null);
  const [asking, setAsking] = useState(false);
  const { id, recipient } = mail;
  const refresh = () => queries.invalidateQueries(trpc.mails.pathFilter());
  const onError = (error: unknown) => {
    setAsking(false);
    notify({ title: t("failed"), description: errorText(error), kind: "error" });
  };
  const read = useMutation(trpc.mails.read.mutationOptions({ onError, onSuccess: setContent }));
  const retry = useMutation(
    trpc.mails.retry.mutationOptions({
      onError,
      async onSuccess() {
        notify({ title: t("retried", { recipient }) });
        await refresh();
      },
    }),
  );
  const discard = useMutation(
    trpc.mails.discard.mutationOptions({
      onError,
      async onSuccess() {
        setAsking(false);
        notify({ title: t("discarded", { recipient }) });
        await refresh();
      },
    }),
  );
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="s" square aria-label={t("actions", { recipient })}>
            <Ellipsis />
          </Button>
        }
      >
        {mail.readable ? (
          <>
            <MenuItem onClick={() => read.mutate({ id })}>
              <Eye />
              {t("read")}
            </MenuItem>
            <MenuItem onClick={() => retry.mutate({ id })}>
              <RotateCw />
              {t("retry")}
            </MenuItem>
          </>
        ) : null}
        <MenuItem onClick={() => setAsking(true)}>
          <Trash2 />
          {t("discard")}
        </MenuItem>
      </Menu>
      {content ? <Reading mail={mail} content={content} onClose={() => setContent(null)} /> : null}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("discardTitle", { recipient })}
        confirm={t("discardNow")}
        cancel={common("cancel")}
        danger
        busy={discard.isPending}
        onConfirm={() => discard.mutate({ id })}
      >
        {t(mail.readable ? "discardText" : "discardSent")}
      </AlertDialog>
    </>
  );
}
