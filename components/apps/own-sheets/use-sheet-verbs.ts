"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorText } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { notify } from "../../ui/toast";

/** What is done with people's own sheets. Each tells when it is done, and which sheet is to be seen then. */
export function useSheetVerbs(app: string, onChanged: (sheet?: string) => void) {
  const t = useTranslations("ownSheets");
  const trpc = useTRPC();
  const failed = (error: unknown) =>
    notify({ kind: "error", title: t("failed"), description: errorText(error as Error) });
  const create = useMutation(
    trpc.sheets.create.mutationOptions({ onSuccess: ({ sheet }) => onChanged(sheet.sheet) }),
  );
  const update = useMutation(trpc.sheets.update.mutationOptions({ onSuccess: () => onChanged() }));
  const restore = useMutation(
    trpc.sheets.restore.mutationOptions({
      onSuccess: ({ sheet }) => onChanged(sheet.sheet),
      onError: failed,
    }),
  );
  const remove = useMutation(
    trpc.sheets.remove.mutationOptions({ onSuccess: () => onChanged(), onError: failed }),
  );
  return {
    create,
    update,
    share(id: string, shared: boolean) {
      update.mutate(
        { id, shared },
        { onSuccess: () => notify({ title: t(shared ? "nowShared" : "notShared") }), onError: failed },
      );
    },
    remove(id: string, name: string) {
      remove.mutate(
        { id },
        {
          onSuccess: () =>
            notify({
              title: t("removed", { name }),
              undo: { label: t("undo"), run: () => restore.mutate({ id }) },
            }),
        },
      );
    },
    app,
  };
}

export type SheetVerbs = ReturnType<typeof useSheetVerbs>;
