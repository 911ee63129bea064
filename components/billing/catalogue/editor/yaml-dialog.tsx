"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { errorText } from "../../../patterns/error-state";
import { Notice } from "../../../patterns/notice";
import { useTRPC } from "../../../providers/trpc";
import { Button } from "../../../ui/button";
import { chosenFiles } from "../../../ui/chosen-files";
import { Dialog } from "../../../ui/dialog";
import { Field } from "../../../ui/field";
import { Textarea } from "../../../ui/input";
import { issuesOf } from "./issues";
import type { PlanData } from "./model";

/** Reads a plan out of YAML into the form. Nothing is made by it. */
export function YamlDialog({ onRead }: { onRead: (plan: PlanData) => void }) {
  const t = useTranslations("catalogue.yaml");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    // Seen from React it stands inside the plan's form: that is not to be sent by it.
    event.stopPropagation();
    if (text.trim() === "") return;
    setBusy(true);
    setError(null);
    try {
      onRead(
        await queries.fetchQuery({ ...trpc.plans.read.queryOptions({ text }), staleTime: 0, retry: false }),
      );
      setOpen(false);
      setText("");
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  const issues = issuesOf(error).all;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("open")}</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("title")}
        closeLabel={common("close")}
        className="max-w-2xl"
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{common("cancel")}</Button>
            <Button type="submit" form={form} variant="primary" busy={busy} disabled={text.trim() === ""}>
              {t("read")}
            </Button>
          </>
        }
      >
        <form id={form} noValidate onSubmit={submit} className="grid gap-3">
          <p>{t("lead")}</p>
          {error ? (
            <Notice tone="failed" live>
              {issues.length > 0 ? (
                <ul className="grid gap-0.5">
                  {issues.slice(0, 6).map((issue) => (
                    <li key={`${issue.path} ${issue.message}`}>
                      <code className="break-all">{issue.path}</code> {issue.message}
                    </li>
                  ))}
                </ul>
              ) : (
                errorText(error)
              )}
            </Notice>
          ) : null}
          <Field label={t("text")}>
            <Textarea
              value={text}
              rows={14}
              spellCheck={false}
              className="font-mono text-12"
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <div>
            <input
              ref={input}
              type="file"
              accept=".yaml,.yml,text/yaml"
              className="hidden"
              aria-label={t("file")}
              onChange={async (event) => {
                const [file] = chosenFiles(event.target);
                if (file) setText(await file.text());
              }}
            />
            <Button size="s" onClick={() => input.current?.click()}>
              <FileUp />
              {t("file")}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
