import type { ReactNode } from "react";
import { requireMe } from "@/components/providers/session";
import { openDraft } from "@/components/templates/open";

interface Props {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

/** Above `loading`: what is missing is answered with status 404, before anything is streamed. */
export default async function Layout({ params, children }: Props) {
  const [{ id }] = await Promise.all([params, requireMe()]);
  await openDraft(id);
  return children;
}
