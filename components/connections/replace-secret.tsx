"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { errorText, publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";
import { CHANGED_ELSEWHERE } from "./changed-elsewhere";

interface Props {
  id: string;
  name: string;
  had: boolean;
  seen: Date;
}

/**
 * Asks for a new secret; it is kept only if the connection answers with it, and is never shown again. It is sent to the
 * place the page shows: where somebody else changed that, the newer one is shown first.
 * @param seen when the connection shown was changed last
 */
export function ReplaceSecret({ id, name, had, seen }: Props) {
  const t = useTranslations("connections.replace");
  const connections = useTranslations("connections");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [changed, setChanged] = useState(false);
  const rotate = useMutation(
    trpc.connections.rotate.mutationOptions({
      async onSuccess(result) {
        if (!result.ok) {
          setProblem([result.message, result.advice, t("kept")].filter(Boolean).join(" "));
          return;
        }
        close(false);
        notify({ title: t("done", { name }) });
        await queries.invalidateQueries({ queryKey: trpc.connections.use.queryKey({ id }) });
      },
      onError(error) {
        setProblem([errorText(error), t("kept")].join(" "));
        setChanged(publicError(error).code === CHANGED_ELSEWHERE);
      },
    }),
  );
  async function loadNewer() {
    await queries.invalidateQueries({ queryKey: trpc.connections.use.queryKey({ id }) });
    setProblem(null);
    setChanged(false);
  }
  function close(next: boolean) {
    setOpen(next);
    setProblem(null);
    setChanged(false);
    if (input.current) input.current.value = "";
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    const secret = input.current?.value ?? "";
    setProblem(secret ? null : t("needed"));
    setChanged(false);
    if (secret && !rotate.isPending) rotate.mutate({ id, secret, seen });
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      trigger={<Button>{had ? t("button") : t("buttonFirst")}</Button>}
      title={t("title", { name })}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={() => close(false)}>{common("cancel")}</Button>
          <Button variant="primary" type="submit" form={form} busy={rotate.isPending}>
            {rotate.isPending ? t("busy") : t("confirm")}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t("body")}</p>
      <form id={form} onSubmit={submit} noValidate>
        <Field label={t("label")} hint={t("hint")} error={problem ?? undefined}>
          <Input ref={input} type="password" autoComplete="new-password" spellCheck={false} />
        </Field>
        {changed ? (
          <Button className="mt-3" onClick={() => void loadNewer()}>
            {connections("loadNewer")}
          </Button>
        ) : null}
      </form>
    </Dialog>
  );
}
