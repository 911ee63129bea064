import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The reload of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openReload = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.reloads.report.queryOptions({ id }))),
);
