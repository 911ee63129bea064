"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { Segmented } from "../ui/segmented";

const OVERLAPS = ["1", "7", "30"] as const;
type Overlap = (typeof OVERLAPS)[number];

export interface KeyWish {
  name: string;
  /** Absent: Tenantry makes the pair. */
  publicJwk?: Record<string, unknown>;
  overlapDays: number;
}

function readJwk(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Name and kind of a new key; how long the key before goes on, where it takes the place of one. */
export function KeyForm({
  id,
  name: before,
  replaces,
  refused,
  onWish,
}: {
  id: string;
  name: string;
  replaces: boolean;
  /** What the server said against it. */
  refused: string | null;
  onWish: (wish: KeyWish) => void;
}) {
  const t = useTranslations("embeds.keys");
  const [way, setWay] = useState<"make" | "register">("make");
  const [name, setName] = useState(before);
  const [jwk, setJwk] = useState("");
  const [overlap, setOverlap] = useState<Overlap>("7");
  const [wrong, setWrong] = useState<{ name?: string; jwk?: string }>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const publicJwk = way === "register" ? readJwk(jwk) : undefined;
    const found = {
      ...(name.trim() === "" ? { name: t("nameMissing") } : {}),
      ...(publicJwk === null ? { jwk: t("jwkWrong") } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length === 0)
      onWish({ name, publicJwk: publicJwk ?? undefined, overlapDays: Number(overlap) });
  };
  return (
    <form id={id} noValidate onSubmit={submit} className="grid gap-3.5 text-ink">
      {replaces ? <p className="text-ink-2">{t("rotateText")}</p> : null}
      <Field label={t("name")} hint={t("nameHint")} error={wrong.name}>
        <Input
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          autoComplete="off"
        />
      </Field>
      <Segmented
        label={t("way")}
        value={way}
        onValueChange={setWay}
        className="justify-self-start"
        options={[
          { value: "make", label: t("make") },
          { value: "register", label: t("register") },
        ]}
      />
      {way === "make" ? (
        <p className="text-ink-2">{t("makeText")}</p>
      ) : (
        <Field label={t("jwk")} hint={t("jwkHint")} error={wrong.jwk}>
          <Textarea
            value={jwk}
            onChange={(event) => setJwk(event.target.value)}
            spellCheck={false}
            className="font-mono text-12"
            placeholder='{"kty":"RSA","n":"…","e":"AQAB"}'
          />
        </Field>
      )}
      {replaces ? (
        <div className="grid justify-items-start gap-1.5">
          <p className="text-13 font-medium" aria-hidden="true">
            {t("overlap")}
          </p>
          <Segmented
            label={t("overlap")}
            value={overlap}
            onValueChange={setOverlap}
            options={OVERLAPS.map((value) => ({ value, label: t("days", { count: Number(value) }) }))}
          />
          <p className="text-12 text-ink-3">{t("overlapHint")}</p>
        </div>
      ) : null}
      {refused ? (
        <p role="alert" className="text-12 text-failed-ink">
          {refused}
        </p>
      ) : null}
    </form>
  );
}
