"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/button";
import { Menu, MenuItem } from "../../ui/menu";
import { Select } from "../../ui/select";
import type { Control, Part } from "../model/controls";
import {
  compacted,
  expanded,
  firstValue,
  isValues,
  type Values,
  variantOf,
  withMember,
} from "../model/values";
import { useEditor } from "../state/editor-context";
import { type InputProps, useFormatWords, useNested, useProblem } from "./form-context";

type Group = Extract<Control, { kind: "group" }>;
type Short = Extract<Control, { kind: "short" }>;

/** Details that are always in sight; the others come from the menu. */
const ALWAYS = new Set(["sort", "limit", "if", "use", "mark"]);

/** Members of one thing: those given, and a menu of those that may be added. */
export function GroupInput({
  value,
  onChange,
  path,
  label,
  control,
  words = [],
  wordKey,
}: InputProps & {
  control: Group;
  /** Words that the member `wordKey` suggests. */
  words?: readonly string[];
  wordKey?: string;
}) {
  const t = useTranslations("sheetEditor.form");
  const names = useFormatWords();
  const ControlInput = useNested();
  const { material } = useEditor();
  const problem = useProblem(path);
  const own: Values = isValues(value) ? value : {};
  const variant = variantOf(control, own);
  const others = control.parts.filter((p) => !control.oneOf.includes(p.key));
  const isShown = (p: Part) =>
    p.key in own || !p.optional || (ALWAYS.has(p.key) && control.oneOf.includes("field"));
  const addable = others.filter((p) => !isShown(p));

  const set = (key: string, member: unknown) => onChange(withMember(own, key, member));
  function choose(next: string) {
    const part = control.parts.find((p) => p.key === next);
    if (!part || next === variant) return;
    const rest = Object.fromEntries(Object.entries(own).filter(([key]) => !control.oneOf.includes(key)));
    onChange({ [next]: firstValue(part.control, material, next), ...rest });
  }
  const input = (p: Part) => (
    <ControlInput
      control={
        p.key === wordKey && p.control.kind === "choice" ? { kind: "choice", options: words } : p.control
      }
      suggestions={p.key === wordKey ? words : undefined}
      value={own[p.key]}
      onChange={(next) => set(p.key, next)}
      path={[...path, p.key]}
      label={names.key(p.key, path)}
      optional={p.optional}
    />
  );

  return (
    <fieldset aria-label={label} className="grid min-w-0 gap-2">
      {path.length === 1 ? <legend className="mb-1.5 text-13 font-medium">{label}</legend> : null}
      {control.oneOf.length > 0 ? (
        <Select
          aria-label={t("variant", { label })}
          value={variant ?? ""}
          onValueChange={choose}
          className="h-7 text-12"
          options={[
            ...(variant ? [] : [{ value: "", label: t("choose") }]),
            ...control.oneOf.map((key) => ({ value: key, label: names.key(key, path) })),
          ]}
        />
      ) : null}
      {control.parts
        .filter((p) => p.key === variant)
        .map((p) => (
          <div key={p.key}>{input(p)}</div>
        ))}
      {others.filter(isShown).map((p) => (
        <div key={p.key} className="flex min-w-0 items-start gap-1">
          <div className="min-w-0 flex-1">{input(p)}</div>
          {p.optional && p.key in own ? (
            <Button
              variant="quiet"
              size="s"
              square
              className={p.control.kind === "flag" ? "" : "mt-6"}
              aria-label={t("takeAway", { label: names.key(p.key, path) })}
              onClick={() => set(p.key, undefined)}
            >
              <X />
            </Button>
          ) : null}
        </div>
      ))}
      {problem ? (
        <p role="alert" className="text-12 text-failed-ink">
          {problem}
        </p>
      ) : null}
      {addable.length > 0 ? (
        <Menu
          trigger={
            <Button
              variant="quiet"
              size="s"
              className="justify-self-start"
              aria-label={t("detailsOf", { label })}
            >
              <Plus /> {t("details")}
            </Button>
          }
        >
          {addable.map((p) => (
            <MenuItem key={p.key} onClick={() => set(p.key, firstValue(p.control, material, p.key))}>
              {names.key(p.key, path)}
            </MenuItem>
          ))}
        </Menu>
      ) : null}
    </fieldset>
  );
}

/** A group that the sheet may also write as one word. */
export function ShortInput({ value, onChange, control, ...rest }: InputProps & { control: Short }) {
  const { material } = useEditor();
  const words =
    control.key === "by" ? [...control.words, ...material.measures.map((m) => m.name)] : control.words;
  return (
    <GroupInput
      {...rest}
      control={control.group}
      words={words}
      wordKey={control.key}
      value={expanded(control, value)}
      onChange={(next) => {
        const group = isValues(next) ? next : {};
        onChange(Object.keys(group).length === 0 ? undefined : compacted(control, group));
      }}
    />
  );
}
