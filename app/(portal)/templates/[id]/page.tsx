import { notFound, redirect } from "next/navigation";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";

/** A template without a version is its newest one. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }] = await Promise.all([params, requireOperator()]);
  const { found } = await openForPage(getQueryClient().fetchQuery(api.templates.get.queryOptions({ id })));
  if (!found) notFound();
  redirect(`/templates/${found.id}/${found.latestVersion}`);
}
