import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GalleryModel } from "@/components/gallery/gallery-model";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Data model" };

/** For development and tests only. */
export default async function Page({ searchParams }: { searchParams: Promise<{ state?: string }> }) {
  if (!settings().gallery) notFound();
  await requireMe();
  const { state = "sound" } = await searchParams;
  return <GalleryModel state={state} />;
}
