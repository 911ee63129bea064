import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { openApp } from "@/components/apps/open";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; appId: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ tenantId, appId }] = await Promise.all([params, requireMe()]);
  const { found } = await openApp(appId);
  if (found && found.tenantId !== tenantId) notFound();
  return children;
}
