"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef } from "react";
import { commandLine } from "../format/command-line";
import { publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { Button, type ButtonVariant } from "../ui/button";
import { notify } from "../ui/toast";

/** Larger folders are for the command line. */
const MOST_BYTES = 20_000_000;

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

/** Paths below the chosen folder; the folder's own name is the template's for messages. */
async function filesOf(
  list: FileList,
): Promise<{ name: string; files: { path: string; content: string }[] }> {
  const all = [...list].filter((file) => !file.name.startsWith("."));
  const name = all[0]?.webkitRelativePath.split("/")[0] ?? "template";
  const files = await Promise.all(
    all.map(async (file) => ({
      path: file.webkitRelativePath.split("/").slice(1).join("/"),
      content: await base64(file),
    })),
  );
  return { name, files };
}

/** Chooses a template's folder on this computer, checks it and releases it. */
export function ImportTemplate({ variant = "primary" }: { variant?: ButtonVariant }) {
  const t = useTranslations("templates.import");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const save = useMutation(
    trpc.templates.import.mutationOptions({
      async onSuccess({ id, version, effect }) {
        await queries.invalidateQueries({ queryKey: trpc.templates.catalogue.queryKey() });
        notify({ title: t(effect, { template: `${id}@${version}` }) });
        router.push(`/templates/${id}/${version}`);
      },
      onError(error) {
        const { message, advice, requestId } = publicError(error);
        const issues = (error.data?.app?.issues ?? [])
          .slice(0, 3)
          .map((issue) => [issue.file, issue.line, issue.message].filter(Boolean).join(": "));
        notify({
          kind: "error",
          title: t("failed"),
          description: [message ?? error.message, ...issues, advice].filter(Boolean).join(" "),
          requestId,
        });
      },
    }),
  );
  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const list = event.target.files;
    if (!list || list.length === 0) return;
    const bytes = [...list].reduce((all, file) => all + file.size, 0);
    if (bytes > MOST_BYTES)
      notify({
        kind: "error",
        title: t("failed"),
        description: t("tooLarge", { command: commandLine("templates import FOLDER") }),
      });
    else save.mutate(await filesOf(list));
    event.target.value = "";
  }
  return (
    <>
      <input
        ref={(element) => {
          input.current = element;
          element?.setAttribute("webkitdirectory", "");
        }}
        type="file"
        multiple
        aria-label={t("folder")}
        className="sr-only"
        tabIndex={-1}
        onChange={choose}
      />
      <Button variant={variant} busy={save.isPending} onClick={() => input.current?.click()}>
        <Upload />
        {t("button")}
      </Button>
    </>
  );
}
