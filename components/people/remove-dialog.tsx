"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { AlertDialog } from "../ui/alert-dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import type { Person } from "./person-state";

type Line = "sheets" | "noTaker" | "bookmarks" | "bookmarksStay" | "ownBookmarks" | "deliveries";

/** What becomes of what the person has; nothing is said of what they have not. */
function What({ lines }: { lines: { key: Line; count: number }[] }) {
  const t = useTranslations("people.ask.remove");
  const some = lines.filter(({ count }) => count > 0);
  if (some.length === 0) return null;
  return (
    <ul className="mt-3 grid list-disc gap-1 pl-5">
      {some.map(({ key, count }) => (
        <li key={key}>{t(key, { count })}</li>
      ))}
    </ul>
  );
}

/** Asks before a person is removed; what others use goes to somebody who stays. */
export function RemoveDialog({
  person,
  open,
  onOpenChange,
  busy,
  onRemove,
}: {
  person: Person;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  /** @param to id of the member who gets what others use */
  onRemove: (to?: string) => void;
}) {
  const t = useTranslations("people.ask.remove");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const me = useMe();
  const owned = useQuery({ ...trpc.sheets.ofMember.queryOptions({ member: person.id }), enabled: open });
  const [chosen, setChosen] = useState<string | null>(null);
  const { count = 0, bookmarks = { shared: 0, own: 0 }, deliveries = 0, takers = [] } = owned.data ?? {};
  const handed = count + bookmarks.shared > 0;
  const to = chosen ?? takers.find(({ name }) => name === me.name)?.id ?? takers[0]?.id;
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("title", { name: person.name })}
      confirm={t("now")}
      cancel={common("cancel")}
      danger
      busy={busy || owned.isLoading}
      onConfirm={() => onRemove(handed ? to : undefined)}
    >
      <p>{t(person.userId === me.id ? "self" : "text")}</p>
      <What
        lines={[
          { key: to ? "sheets" : "noTaker", count },
          { key: to ? "bookmarks" : "bookmarksStay", count: bookmarks.shared },
          { key: "ownBookmarks", count: bookmarks.own },
          { key: "deliveries", count: deliveries },
        ]}
      />
      {handed && to ? (
        <Field label={t("taker")} className="mt-4 text-ink">
          <Select
            value={to}
            onValueChange={setChosen}
            options={takers.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      ) : null}
    </AlertDialog>
  );
}
