"use client";

import { Upload as UploadMark } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useId, useRef, useState } from "react";
import { commandLine } from "../format/command-line";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

const MOST_BYTES = 2_000_000;

export interface Upload {
  text: string;
  fileName: string;
}

/** A file dropped or chosen, or text pasted. */
export function UploadStep({
  busy,
  onRead,
  problem,
}: {
  busy: boolean;
  onRead: (upload: Upload) => void;
  problem?: string;
}) {
  const t = useTranslations("fleet");
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState("");
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);

  async function read(file: File | undefined) {
    if (!file) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) onRead({ text: await file.text(), fileName: file.name });
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void read(event.dataTransfer.files[0]);
  }

  return (
    <div className="grid max-w-[46rem] gap-5">
      <section
        aria-label={t("file")}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          "flex flex-wrap items-center gap-4 rounded-3 border border-dashed border-line-input px-5 py-6",
          over && "border-accent bg-accent-soft",
        )}
      >
        <UploadMark className="size-5 shrink-0 text-ink-3" aria-hidden="true" />
        <div className="min-w-0 flex-1 basis-60 text-13">
          <p className="font-medium">{t("drop")}</p>
          <p className="text-12 text-ink-3">
            {t.rich("examples", {
              csv: (text) => (
                <a className="font-medium text-accent-ink underline" href="/examples/tenants.csv" download>
                  {text}
                </a>
              ),
              yaml: (text) => (
                <a className="font-medium text-accent-ink underline" href="/examples/tenants.yaml" download>
                  {text}
                </a>
              ),
            })}
          </p>
        </div>
        <input
          ref={chooser}
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.yaml,.yml,.json"
          aria-label={t("choose")}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void read(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button busy={busy} onClick={() => chooser.current?.click()}>
          {t("choose")}
        </Button>
      </section>
      {tooLarge ? (
        <p role="alert" className="text-13 text-failed-ink">
          {t("tooLarge", { command: commandLine("tenants apply FILE") })}
        </p>
      ) : null}
      <Field label={t("paste")} error={problem}>
        <Textarea
          value={pasted}
          rows={10}
          spellCheck={false}
          placeholder={t("pastePlaceholder")}
          className="font-mono text-12 max-md:text-12"
          onChange={(event) => setPasted(event.target.value)}
        />
      </Field>
      <div>
        <Button
          variant="primary"
          busy={busy}
          disabled={pasted.trim() === ""}
          onClick={() => onRead({ text: pasted, fileName: "" })}
        >
          {t("check")}
        </Button>
      </div>
    </div>
  );
}
