"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Lock, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { errorText } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { notify } from "../ui/toast";

type List = "hosts" | "folders";

function Fixed({ entry }: { entry: string }) {
  const t = useTranslations("settings.reach");
  return (
    <li className="flex min-h-10 items-center gap-2.5 border-b border-line py-1">
      <code className="min-w-0 flex-1 font-mono text-13 break-all">{entry}</code>
      <span className="flex shrink-0 items-center gap-1.5 text-12 text-ink-3">
        <Lock className="size-3.5" aria-hidden="true" />
        {t("fixed")}
      </span>
    </li>
  );
}

/** Saves one of the two lists; taking an entry away can be undone. */
function useSave() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.settings.changeReach.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.settings.reach.queryFilter()),
    }),
  );
}

/** What connections may reach: the environment's entries, fixed, and those kept here. */
export function ReachList({
  list,
  fixed,
  chosen,
  writes,
}: {
  list: List;
  fixed: readonly string[];
  chosen: readonly string[];
  writes: boolean;
}) {
  const t = useTranslations("settings.reach");
  const save = useSave();
  const [entry, setEntry] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const put = (entries: string[], done: () => void) =>
    save.mutate(list === "hosts" ? { hosts: entries } : { folders: entries }, {
      onSuccess: done,
      onError: (error) =>
        notify({ title: t(`notSaved.${list}`), description: errorText(error), kind: "error" }),
    });

  function add(event: FormEvent) {
    event.preventDefault();
    const text = entry.trim();
    if (text === "") return;
    setProblem(null);
    save.mutate(list === "hosts" ? { hosts: [...chosen, text] } : { folders: [...chosen, text] }, {
      onSuccess: () => setEntry(""),
      onError: (error) => setProblem(errorText(error)),
    });
    field.current?.focus();
  }

  function remove(gone: string) {
    put(
      chosen.filter((c) => c !== gone),
      () =>
        notify({
          title: t("removed", { entry: gone }),
          undo: { label: t("undo"), run: () => put([...chosen], () => undefined) },
        }),
    );
  }

  return (
    <div className="max-w-[46rem]">
      {fixed.length + chosen.length > 0 ? (
        <ul className="border-t border-line" aria-label={t(`title.${list}`)}>
          {fixed.map((entry) => (
            <Fixed key={entry} entry={entry} />
          ))}
          {chosen.map((entry) => (
            <li key={entry} className="flex min-h-10 items-center gap-2.5 border-b border-line py-1">
              <code className="min-w-0 flex-1 font-mono text-13 break-all">{entry}</code>
              {writes ? (
                <Button
                  variant="quiet"
                  size="s"
                  square
                  aria-label={t("remove", { entry })}
                  onClick={() => remove(entry)}
                >
                  <Trash2 />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : (
        <p className="rounded-2 border border-dashed border-line-strong px-3 py-4 text-13 text-ink-2">
          {t(`none.${list}`)}
        </p>
      )}
      {writes ? (
        <form onSubmit={add} className="mt-4 flex items-start gap-2">
          <Field
            className="flex-1"
            label={t(`add.${list}`)}
            hint={t(`hint.${list}`)}
            error={problem ?? undefined}
          >
            <Input
              ref={field}
              value={entry}
              spellCheck={false}
              autoComplete="off"
              placeholder={t(`example.${list}`)}
              className="font-mono"
              onChange={(e) => setEntry(e.target.value)}
            />
          </Field>
          <Button type="submit" className="mt-[25px]" busy={save.isPending}>
            {t("addNow")}
          </Button>
        </form>
      ) : (
        <p className="mt-3 text-12 text-ink-3">{t("ownersOnly")}</p>
      )}
    </div>
  );
}
