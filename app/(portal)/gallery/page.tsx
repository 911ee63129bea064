import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Gallery } from "@/components/gallery/gallery";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Gallery" };

/** For development and tests only. */
export default async function Page() {
  if (!settings().gallery) notFound();
  await requireMe();
  return <Gallery />;
}
