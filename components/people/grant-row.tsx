"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Notice } from "../patterns/notice";
import type { RouterOutputs } from "../providers/types";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";

export type Groups = RouterOutputs["members"]["groupList"];
type Granted = RouterOutputs["members"]["grants"];

/** Groups to choose from, with how many people are in each. */
export function GroupTicks({
  groups,
  chosen,
  onChange,
}: {
  groups: Groups;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) {
  const t = useTranslations("people.access");
  return (
    <div className="grid gap-0.5">
      {groups.map((group) => (
        <label key={group.id} className="flex min-h-8 items-center gap-2 text-13 max-md:min-h-10">
          <Checkbox
            checked={chosen.includes(group.id)}
            onCheckedChange={(on) =>
              onChange(on ? [...chosen, group.id] : chosen.filter((other) => other !== group.id))
            }
          />
          <span className="min-w-0 break-words">{group.name}</span>
          <span className="text-12 text-ink-3">{t("members", { count: group.members })}</span>
        </label>
      ))}
    </div>
  );
}

function Change({
  name,
  groups,
  granted,
  save,
}: {
  name: string;
  groups: Groups;
  granted: Granted;
  save: SaveGrants;
}) {
  const t = useTranslations("people.grants");
  const common = useTranslations("common");
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  return (
    <>
      <Button
        size="s"
        aria-label={t("changeOf", { name })}
        onClick={() => {
          save.reset();
          setChosen(granted.map(({ id }) => id));
          setOpen(true);
        }}
      >
        {t("change")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("changeOf", { name })}
        closeLabel={common("close")}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button
              variant="primary"
              busy={save.isPending}
              onClick={() => save.mutate(chosen, { onSuccess: () => setOpen(false) })}
            >
              {t("save")}
            </Button>
          </>
        }
      >
        {save.problem ? (
          <Notice tone="failed" live className="mb-3">
            {save.problem}
          </Notice>
        ) : null}
        <p className="mb-2 text-13 text-ink-2">{t(groups.length > 0 ? "hint" : "noGroups")}</p>
        <GroupTicks groups={groups} chosen={chosen} onChange={setChosen} />
      </Dialog>
    </>
  );
}

export interface SaveGrants {
  mutate(groups: string[], on: { onSuccess: () => void }): void;
  reset(): void;
  isPending: boolean;
  problem: string | null;
}

/** One thing that groups are granted: what it is, who sees it, and the way to change that. */
export function GrantRow({
  name,
  text,
  granted,
  groups,
  save,
}: {
  name: string;
  text?: ReactNode;
  granted: Granted;
  groups: Groups;
  /** null for whoever only reads. */
  save: SaveGrants | null;
}) {
  const t = useTranslations("people.grants");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0">
      <div className="min-w-40 flex-1">
        <p className="text-13 font-medium break-words">{name}</p>
        {text ? <p className="text-12 break-words text-ink-3">{text}</p> : null}
      </div>
      <p className="min-w-40 flex-1 text-13 break-words text-ink-2">
        {granted.length === 0 ? t("everybody") : granted.map((group) => group.name).join(", ")}
      </p>
      {save ? <Change name={name} groups={groups} granted={granted} save={save} /> : null}
    </li>
  );
}
