import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The run of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openRun = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.runs.get.queryOptions({ id }))),
);
