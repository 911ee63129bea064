"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TenantRole } from "@/db/schema/states";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { GroupsChoice } from "./groups-choice";
import type { Person } from "./person-state";
import { TenantRoleChoice } from "./tenant-role-choice";

/** Role, groups and directory's id of one person. Mounted anew for each opening. */
export function EditDialog({
  person,
  busy,
  error,
  onSave,
  onClose,
}: {
  person: Person;
  busy: boolean;
  error: unknown;
  onSave: (changes: { role: TenantRole; groups: string[]; externalId: string | null }) => void;
  onClose: () => void;
}) {
  const t = useTranslations("people.edit");
  const common = useTranslations("common");
  const [role, setRole] = useState(person.role);
  const [groups, setGroups] = useState(person.groups);
  const [externalId, setExternalId] = useState(person.externalId ?? "");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { name: person.name })}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={() => onSave({ role, groups, externalId: externalId.trim() || null })}
          >
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="grid gap-4 pt-2">
        {error ? (
          <Notice tone="failed" live>
            {errorText(error)}
          </Notice>
        ) : null}
        <TenantRoleChoice value={role} onChange={setRole} />
        <GroupsChoice tenantId={person.tenantId} value={groups} onChange={setGroups} />
        <Field label={t("externalId")} hint={t("externalIdHint")}>
          <Input
            autoComplete="off"
            spellCheck={false}
            maxLength={255}
            value={externalId}
            onChange={(event) => setExternalId(event.currentTarget.value)}
          />
        </Field>
      </div>
    </Dialog>
  );
}
