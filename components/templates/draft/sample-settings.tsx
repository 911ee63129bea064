"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { errorText, publicError } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { TextLink } from "../../ui/link";
import { Select } from "../../ui/select";
import { Card } from "../../ui/small";
import { notify } from "../../ui/toast";
import type { Trials } from "./runs-tab";
import type { DraftWork } from "./use-draft";

const AUTOMATIC = "";
type Value = string | number | boolean;

/** A typed value as the parameter's type wants it; what does not fit is left for the server to name. */
function typedValue(type: string, text: string): Value {
  if (type === "number" && text.trim() !== "" && Number.isFinite(Number(text))) return Number(text);
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true";
  return text;
}

/** Which connections of the source tenant fill the slots, and the parameters a customer would set. */
export function SampleSettings({ work, trials }: { work: DraftWork; trials: Trials }) {
  const t = useTranslations("authoring.runs");
  const actions = useTranslations("authoring.actions");
  const trpc = useTRPC();
  const id = useId();
  const { draft, readOnly } = work;
  const manifest = draft?.manifest;
  const [connections, setConnections] = useState<Record<string, string>>(draft?.sample.connections ?? {});
  const [parameters, setParameters] = useState<Record<string, string>>(
    Object.fromEntries(Object.entries(draft?.sample.parameters ?? {}).map(([k, v]) => [k, String(v)])),
  );
  const save = useMutation(
    trpc.templates.drafts.setSample.mutationOptions({
      onSuccess: work.accept,
      onError: (error) =>
        notify({
          ...{ kind: "error", title: actions("saveFailed"), description: errorText(error) },
          requestId: publicError(error).requestId,
        }),
    }),
  );
  if (!manifest) return null;
  const given = Object.fromEntries(
    manifest.parameters.flatMap((p) => {
      const text = parameters[p.name] ?? "";
      return text === "" ? [] : [[p.name, typedValue(p.type, text)]];
    }),
  );
  const chosen = Object.fromEntries(Object.entries(connections).filter(([, name]) => name !== AUTOMATIC));
  return (
    <Card id={`${id}sample`} title={t("sample")}>
      <div className="grid gap-3.5 px-4 py-3.5">
        {manifest.connections.map((slot) => (
          <Field key={slot.name} label={t("slot", { slot: slot.name })}>
            <Select
              value={connections[slot.name] ?? draft?.sample.connections?.[slot.name] ?? AUTOMATIC}
              onValueChange={(name) => setConnections({ ...connections, [slot.name]: name })}
              options={[
                { value: AUTOMATIC, label: t("automatic") },
                ...trials.connections
                  .filter((c) => !slot.kinds || slot.kinds.includes(c.kind))
                  .map((c) => ({ value: c.name, label: c.name })),
              ]}
            />
          </Field>
        ))}
        {manifest.parameters.map((p) => (
          <Field key={p.name} label={<code>{p.name}</code>}>
            <Input
              value={parameters[p.name] ?? ""}
              placeholder={p.default === undefined ? p.type : String(p.default)}
              disabled={readOnly}
              onChange={(event) => setParameters({ ...parameters, [p.name]: event.target.value })}
            />
          </Field>
        ))}
        {readOnly ? null : (
          <Button
            busy={save.isPending}
            onClick={() => save.mutate({ id: work.id, connections: chosen, parameters: given })}
          >
            {t("saveSample")}
          </Button>
        )}
        {trials.source ? (
          <TextLink href={`/tenants/${trials.source.id}?part=connections`}>{t("connections")}</TextLink>
        ) : null}
      </div>
    </Card>
  );
}
