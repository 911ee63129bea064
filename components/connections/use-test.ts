"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorText, publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { notify } from "../ui/toast";

/** Tests a stored connection; the answer stays on the page, beside what it is about. */
export function useTest(id: string) {
  const t = useTranslations("connections.page");
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.connections.test.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.connections.use.queryKey({ id }) }),
      onError: (error) =>
        notify({
          kind: "error",
          title: t("notTested"),
          description: errorText(error),
          requestId: publicError(error).requestId,
        }),
    }),
  );
}
