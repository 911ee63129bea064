import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ChartsGallery } from "@/components/gallery/charts/charts-gallery";
import { SAMPLE_STATES, type SampleState } from "@/components/gallery/charts/values";
import { requireMe } from "@/components/providers/session";
import { settings } from "@/server/shared/settings";

export const metadata: Metadata = { title: "Charts" };

/** For development and tests only. */
export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ state?: string; only?: string }>;
}) {
  if (!settings().gallery) notFound();
  await requireMe();
  const { state = "full", only } = await searchParams;
  const known = SAMPLE_STATES.find((one): one is SampleState => one === state) ?? "full";
  return <ChartsGallery state={known} {...(only ? { only } : {})} />;
}
