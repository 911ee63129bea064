"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input, Textarea } from "../ui/input";
import { CodeBlock } from "./code-block";
import { useApiKey } from "./key-context";
import type { Operation } from "./model";
import { type Filled, missingOf, type Reply, send } from "./request";

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function Fields({
  operation,
  filled,
  onChange,
  wrong,
}: {
  operation: Operation;
  filled: Filled;
  onChange: (filled: Filled) => void;
  wrong: { missing: readonly string[]; body: boolean };
}) {
  const t = useTranslations("developers");
  return (
    <div className="grid grid-cols-1 gap-3">
      {operation.parameters.length > 0 ? (
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          {operation.parameters.map(({ name, in: place }) => (
            <Field
              key={name}
              label={name}
              hint={t(`place.${place}`)}
              error={wrong.missing.includes(name) ? t("missing") : undefined}
            >
              <Input
                value={filled.values[name] ?? ""}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) =>
                  onChange({ ...filled, values: { ...filled.values, [name]: event.target.value } })
                }
              />
            </Field>
          ))}
        </div>
      ) : null}
      {operation.body?.mediaType === "application/json" ? (
        <Field label={t("body")} error={wrong.body ? t("notJson") : undefined}>
          <Textarea
            rows={6}
            spellCheck={false}
            value={filled.body}
            className="font-mono text-12 max-md:text-12"
            onChange={(event) => onChange({ ...filled, body: event.target.value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

/** Sends the call. What only reads is sent at once; what changes something asks first. */
export function TryIt({
  operation,
  filled,
  onChange,
}: {
  operation: Operation;
  filled: Filled;
  onChange: (filled: Filled) => void;
}) {
  const t = useTranslations("developers");
  const common = useTranslations("common");
  const { key } = useApiKey();
  const [reply, setReply] = useState<Reply | { failed: true } | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [wrong, setWrong] = useState<{ missing: string[]; body: boolean }>({ missing: [], body: false });
  const reads = operation.method === "GET";
  const streams = operation.body !== undefined && operation.body.mediaType !== "application/json";

  async function call() {
    setAsking(false);
    setBusy(true);
    setReply(await send(operation, filled, key).catch(() => ({ failed: true as const })));
    setBusy(false);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const body = operation.body?.mediaType === "application/json" && !isJson(filled.body);
    const missing = missingOf(operation, filled);
    setWrong({ missing, body });
    if (body || missing.length > 0) return;
    if (reads) void call();
    else setAsking(true);
  }

  if (streams) return <p className="text-13 text-ink-2">{t("noTry")}</p>;
  return (
    <form onSubmit={submit} noValidate className="grid grid-cols-1 gap-3">
      <Fields operation={operation} filled={filled} onChange={onChange} wrong={wrong} />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={busy}>
          {reads ? t("send") : t("sendAsking")}
        </Button>
        <span className="text-12 text-ink-3">
          {key ? t("asKey", { hint: key.slice(-4) }) : t("asSession")}
        </span>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t("askTitle", { summary: operation.summary.replace(/\.$/, "") })}
        confirm={t("askSend", { method: operation.method })}
        cancel={common("cancel")}
        danger={operation.method === "DELETE"}
        onConfirm={() => void call()}
      >
        {t("askText")}
      </AlertDialog>
      <div role="status">
        {reply && "failed" in reply ? <p className="text-13 text-failed-ink">{t("noAnswer")}</p> : null}
        {reply && "status" in reply ? (
          <>
            <p className="mb-1.5 text-13">
              <b className={reply.status < 400 ? "font-strong" : "font-strong text-failed-ink"}>
                {reply.status}
              </b>{" "}
              <span className="text-ink-3">{t("took", { ms: reply.ms })}</span>
            </p>
            <CodeBlock text={reply.text || t("emptyAnswer")} label={t("answer")} copyLabel={common("copy")} />
          </>
        ) : null}
      </div>
    </form>
  );
}
