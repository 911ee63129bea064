import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GalleryRun } from "@/components/gallery/gallery-run";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Gallery" };

export default async function Page({ params }: { params: Promise<{ state: string }> }) {
  if (!settings().gallery) notFound();
  const [{ state }] = await Promise.all([params, requireMe()]);
  return <GalleryRun state={state} />;
}
