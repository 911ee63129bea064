import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { errorText, publicError } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { notify } from "../ui/toast";

export type Embeds = RouterOutputs["embeds"]["get"];

/** A tenant's origins and keys, and what to do after a change of them. */
export function useEmbeds(tenantId: string, enabled = true) {
  const t = useTranslations("embeds.origins");
  const trpc = useTRPC();
  const queries = useQueryClient();
  return {
    query: useQuery({ ...trpc.embeds.get.queryOptions({ tenantId }), enabled }),
    refresh: () => queries.invalidateQueries({ queryKey: trpc.embeds.get.queryKey({ tenantId }) }),
    complain: (error: unknown) =>
      notify({
        kind: "error",
        title: t("failed"),
        description: errorText(error),
        requestId: publicError(error).requestId,
      }),
  };
}
