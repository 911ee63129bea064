"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Controller } from "react-hook-form";
import { Button } from "../../ui/button";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import type { PeopleControl } from "./types";

const ROLES = ["viewer", "author", "admin"] as const;

/** One further person: name, address, role with what it may do, groups of this tenant. */
export function PersonRow({
  form,
  index,
  groups,
  onRemove,
}: {
  form: PeopleControl;
  index: number;
  groups: readonly string[];
  onRemove: () => void;
}) {
  const t = useTranslations("drafts.people");
  const { errors, touchedFields, isSubmitted } = form.formState;
  const touched = touchedFields.others?.[index];
  // A row is checked as soon as it is there; what nobody has touched yet is not wrong yet.
  const say = (field: "name" | "email") => {
    const message = errors.others?.[index]?.[field]?.message;
    return message && (isSubmitted || touched?.[field]) ? t("error", { message }) : undefined;
  };
  const role = form.watch(`others.${index}.role`);
  return (
    <li className="grid gap-3 border-t border-line pt-3 sm:grid-cols-[1fr_1fr_9rem_auto]">
      <Field label={t("name")} error={say("name")}>
        <Input autoComplete="off" {...form.register(`others.${index}.name`)} />
      </Field>
      <Field label={t("email")} error={say("email")}>
        <Input type="email" autoComplete="off" {...form.register(`others.${index}.email`)} />
      </Field>
      <Controller
        control={form.control}
        name={`others.${index}.role`}
        render={({ field }) => (
          <Field label={t("role")} hint={t(`roleHint.${role}`)}>
            <Select
              value={field.value}
              onValueChange={field.onChange}
              options={ROLES.map((value) => ({ value, label: t(`roles.${value}`) }))}
            />
          </Field>
        )}
      />
      <Button
        variant="quiet"
        square
        className="mt-[25px] max-sm:mt-0"
        aria-label={t("remove", { number: index + 1 })}
        // Leaving the row's field would show its error, and move this button away from under the finger.
        onMouseDown={(event) => event.preventDefault()}
        onClick={onRemove}
      >
        <X />
      </Button>
      {groups.length > 0 ? (
        <Controller
          control={form.control}
          name={`others.${index}.groups`}
          render={({ field }) => (
            <fieldset className="flex flex-wrap gap-x-4 gap-y-1 text-13 sm:col-span-3">
              <legend className="sr-only">{t("inGroups")}</legend>
              {groups.map((group) => (
                <label key={group} className="inline-flex min-h-6 items-center gap-2">
                  <Checkbox
                    checked={(field.value ?? []).includes(group)}
                    onCheckedChange={(checked) => {
                      const rest = (field.value ?? []).filter((g) => g !== group && groups.includes(g));
                      field.onChange(checked === true ? [...rest, group] : rest);
                    }}
                  />
                  {group}
                </label>
              ))}
            </fieldset>
          )}
        />
      ) : null}
    </li>
  );
}
