import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The version of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openVersion = cache((id: string, version: string) =>
  openForPage(getQueryClient().fetchQuery(api.templates.version.queryOptions({ id, version }))),
);

/** The draft of a page, asked for once per request; as `openVersion` where there is none. */
export const openDraft = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.templates.drafts.get.queryOptions({ id }))),
);
