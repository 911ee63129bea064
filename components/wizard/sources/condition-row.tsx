"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Condition } from "@/db/schema";
import {
  operatorsFor,
  takesMany,
  takesNone,
  typedValue,
  type ValueKind,
  withOperator,
} from "@/server/drafts/conditions-model";
import { Button } from "../../ui/button";
import { Combobox } from "../../ui/combobox";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { TokenInput } from "../token-input";

const OPERATOR_KEYS: Record<Condition["op"], string> = {
  "=": "equals",
  "<>": "differs",
  "<": "less",
  "<=": "atMost",
  ">": "more",
  ">=": "atLeast",
  in: "in",
  "not in": "notIn",
  between: "between",
  "is null": "empty",
  "is not null": "notEmpty",
  like: "like",
};

interface Column {
  value: string;
  remark?: string;
  kind: ValueKind;
}

/** One comparison: column, operator, and a value by the column's type. */
export function ConditionRow({
  index,
  condition,
  columns,
  onChange,
  onRemove,
}: {
  index: number;
  condition: Condition;
  columns: readonly Column[];
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}) {
  const t = useTranslations("drafts.where");
  const kind = columns.find((c) => c.value === condition.column)?.kind ?? "text";
  const operators = operatorsFor(kind);
  const word = (op: Condition["op"]) => {
    const key = OPERATOR_KEYS[op] as "equals";
    const ofDates = `date.${key}` as "date.less";
    return kind === "date" && t.has(ofDates) ? t(ofDates) : t(`op.${key}`);
  };
  function chooseColumn(column: string | null) {
    const next = columns.find((c) => c.value === column)?.kind ?? "text";
    const op = operatorsFor(next).includes(condition.op) ? condition.op : (operatorsFor(next)[0] ?? "=");
    const value = next === kind ? condition.value : next === "boolean" ? true : "";
    onChange(withOperator({ ...condition, column: column ?? "", value }, op));
  }
  return (
    <fieldset className="grid min-w-0 items-center gap-2 sm:grid-cols-[3rem_13rem_11rem_minmax(0,1fr)_auto]">
      <legend className="sr-only">{t("condition", { number: index + 1 })}</legend>
      <span aria-hidden="true" className="text-12 text-ink-3 sm:text-right">
        {index === 0 ? t("where") : t("and")}
      </span>
      <Combobox
        aria-label={t("column")}
        value={condition.column === "" ? null : condition.column}
        onValueChange={chooseColumn}
        options={columns}
        placeholder={t("chooseColumn")}
        empty={t("noMatch")}
        open={t("openColumns")}
      />
      <Select
        aria-label={t("operator")}
        value={condition.op}
        onValueChange={(op) => onChange(withOperator(condition, op))}
        options={operators.map((value) => ({ value, label: word(value) }))}
      />
      <Value condition={condition} kind={kind} onChange={(value) => onChange({ ...condition, value })} />
      <Button
        variant="quiet"
        size="s"
        square
        aria-label={t("remove", { number: index + 1 })}
        onClick={onRemove}
      >
        <X />
      </Button>
    </fieldset>
  );
}

function Value({
  condition,
  kind,
  onChange,
}: {
  condition: Condition;
  kind: ValueKind;
  onChange: (value: Condition["value"]) => void;
}) {
  const t = useTranslations("drafts.where");
  const { op, value } = condition;
  if (takesNone(op)) return <span />;
  if (takesMany(op)) {
    const values = Array.isArray(value) ? value.map(String) : [];
    return (
      <TokenInput
        label={t("values")}
        values={values}
        placeholder={t("valuesHint")}
        inputMode={kind === "number" ? "decimal" : "text"}
        remove={(v) => t("removeValue", { value: v })}
        onChange={(next) => onChange(next.map((v) => typedValue(v, kind)))}
      />
    );
  }
  if (op === "between") {
    const [from = "", to = ""] = Array.isArray(value) ? value : [];
    return (
      <span className="flex items-center gap-2">
        <One label={t("from")} kind={kind} value={from} onChange={(v) => onChange([v, to])} />
        <span className="text-12 text-ink-3">{t("to")}</span>
        <One label={t("until")} kind={kind} value={to} onChange={(v) => onChange([from, v])} />
      </span>
    );
  }
  const one = Array.isArray(value) ? (value[0] ?? "") : (value ?? "");
  return (
    <One
      label={t("value")}
      kind={op === "like" ? "text" : kind}
      value={one}
      like={op === "like"}
      onChange={onChange}
    />
  );
}

function One({
  label,
  kind,
  value,
  like,
  onChange,
}: {
  label: string;
  kind: ValueKind;
  value: string | number | boolean;
  like?: boolean;
  onChange: (value: string | number | boolean) => void;
}) {
  const t = useTranslations("drafts.where");
  if (kind === "boolean")
    return (
      <Select
        aria-label={label}
        value={String(value === true || value === "true")}
        onValueChange={(next) => onChange(next === "true")}
        options={[
          { value: "true", label: t("yes") },
          { value: "false", label: t("no") },
        ]}
      />
    );
  return (
    <Input
      aria-label={label}
      type={kind === "date" ? "date" : "text"}
      inputMode={kind === "number" ? "decimal" : undefined}
      autoComplete="off"
      value={String(value)}
      placeholder={like ? t("likeHint") : undefined}
      onChange={({ target }) => {
        // "1." and "-" are on the way to a number.
        const ready = kind !== "number" || /^-?\d+(\.\d*[1-9])?$/.test(target.value);
        onChange(ready ? typedValue(target.value, kind) : target.value);
      }}
    />
  );
}
