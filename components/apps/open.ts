import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The app of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openApp = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.apps.get.queryOptions({ id }))),
);
