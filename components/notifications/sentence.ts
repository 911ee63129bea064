import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../providers/types";

export type Notification = RouterOutputs["notifications"]["list"]["items"][number];

const NOTHING = {
  ...{ title: "", app: "", name: "", tenant: "", capability: "", sheet: "", text: "" },
  ...{ percent: "", limit: "", meter: "" },
};

/** What happened, in one sentence. */
export function useSentence(): (notification: Pick<Notification, "kind" | "params">) => string {
  const t = useTranslations("notifications.sentence");
  return ({ kind, params }) => t(kind, { ...NOTHING, ...params });
}
