"use client";

import { CopyPlus, Ellipsis, Lock, Pencil, Plus, Share2, Trash2, UserRoundPen, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { OwnSheetFacts } from "@/server/sheets";
import { errorText } from "../../patterns/error-state";
import { Button } from "../../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu";
import { notify } from "../../ui/toast";
import { TitleDialog } from "./title-dialog";
import { TransferDialog } from "./transfer-dialog";
import type { SheetVerbs } from "./use-sheet-verbs";

interface SheetBarProps {
  /** The open sheet, and what is known of it where a person made it. */
  open: { id: string; title: string; own: OwnSheetFacts | null; copiedGone: boolean };
  verbs: SheetVerbs;
  /** Why no sheet can be made; null where one can. */
  noMaking: ReactNode;
  /** A copy was made, or one's own is to be changed. */
  onEdit(sheet: string): void;
}

/** What an author may do with the open sheet: a template's is locked and is duplicated, one's own is changed. */
export function SheetBar({ open, verbs, noMaking, onEdit }: SheetBarProps) {
  const t = useTranslations("ownSheets");
  const [asking, setAsking] = useState<"copy" | "new" | null>(null);
  const { own } = open;
  const { create } = verbs;
  const close = () => {
    create.reset();
    setAsking(null);
  };
  function make(title: string) {
    const from = asking === "copy" ? { from: open.id } : {};
    create.mutate(
      { app: verbs.app, title, ...from },
      {
        onSuccess: ({ sheet }) => {
          close();
          onEdit(sheet.sheet);
        },
      },
    );
  }
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Standing open={open} />
      <span className="ml-auto flex flex-wrap gap-2">
        {own?.changes ? (
          <Button onClick={() => onEdit(open.id)}>
            <Pencil />
            {t("edit")}
          </Button>
        ) : (
          <Button disabled={noMaking !== null} onClick={() => setAsking("copy")}>
            <CopyPlus />
            {t("duplicate")}
          </Button>
        )}
        <Button disabled={noMaking !== null} onClick={() => setAsking("new")}>
          <Plus />
          {t("new")}
        </Button>
        {own?.changes ? (
          <OwnMenu own={own} title={open.title} verbs={verbs} onCopy={() => setAsking("copy")} />
        ) : null}
      </span>
      {noMaking ? <p className="basis-full text-12 text-ink-2">{noMaking}</p> : null}
      {asking ? (
        <TitleDialog
          title={t(asking === "copy" ? "duplicateTitle" : "newTitle")}
          first={asking === "copy" ? t("copyOf", { name: open.title }) : ""}
          confirm={t(asking === "copy" ? "duplicate" : "new")}
          busy={create.isPending}
          failure={create.error ? errorText(create.error) : null}
          onConfirm={make}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

/** Whose the sheet is, in words. */
function Standing({ open: { own, copiedGone } }: Pick<SheetBarProps, "open">) {
  const t = useTranslations("ownSheets");
  const Icon = !own ? Lock : own.shared ? Users : UserRoundPen;
  const word = !own ? "base" : own.shared ? (own.mine ? "sharedByMe" : "community") : "private";
  return (
    <p className="flex min-w-0 items-center gap-2 text-13 text-ink-2">
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      <span>
        {t(word)} {copiedGone ? t("copiedGone") : ""}
      </span>
    </p>
  );
}

function OwnMenu({
  own,
  title,
  verbs,
  onCopy,
}: {
  own: OwnSheetFacts;
  title: string;
  verbs: SheetVerbs;
  onCopy(): void;
}) {
  const t = useTranslations("ownSheets");
  const [transferring, setTransferring] = useState(false);
  const { update } = verbs;
  const close = () => {
    update.reset();
    setTransferring(false);
  };
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button square aria-label={t("more", { name: title })}>
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onClick={() => verbs.share(own.id, !own.shared)}>
          <Share2 />
          {t(own.shared ? "unshare" : "share")}
        </MenuItem>
        <MenuItem onClick={onCopy}>
          <CopyPlus />
          {t("duplicateOwn")}
        </MenuItem>
        <MenuItem onClick={() => setTransferring(true)}>
          <UserRoundPen />
          {t("transfer")}
        </MenuItem>
        <MenuSeparator />
        <MenuItem onClick={() => verbs.remove(own.id, title)}>
          <Trash2 />
          {t("remove")}
        </MenuItem>
      </Menu>
      {transferring ? (
        <TransferDialog
          id={own.id}
          name={title}
          busy={update.isPending}
          failure={update.error ? errorText(update.error) : null}
          onConfirm={(member) =>
            update.mutate(
              { id: own.id, member },
              {
                onSuccess: () => {
                  notify({ title: t("transferred", { name: title }) });
                  close();
                },
              },
            )
          }
          onClose={close}
        />
      ) : null}
    </>
  );
}
