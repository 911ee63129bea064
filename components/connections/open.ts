import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The connection of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openConnection = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.connections.use.queryOptions({ id }))),
);
