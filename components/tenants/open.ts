import { cache } from "react";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";

/** The tenant of a page, asked for once per request; ends in the page of missing things where there is none. */
export const openTenant = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.tenants.get.queryOptions({ id }))),
);
